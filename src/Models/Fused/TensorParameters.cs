using TorchBasics.Bindings.Memory;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Plans;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Models.Fused;

/// <summary>The memory of a network's tensors, as kernels read it, and tensors that get the gradients.</summary>
internal sealed unsafe class TensorParameters : IDisposable
{
    private readonly List<IDisposable> _borrowed = [];
    private readonly Dictionary<string, Tensor> _gradients = [];

    /// <summary>Borrows the memory.</summary>
    /// <param name="network">On the CPU, in single precision; stays the caller's.</param>
    /// <exception cref="InvalidOperationException">A parameter is not a plain row of floats on the CPU.</exception>
    public TensorParameters(Network network)
    {
        var learning = FusedPlan.Learning(network.Architecture);
        var state = new Queue<(string Name, Tensor Values)>(network.State);
        var slots = new List<IReadOnlyList<ParameterSlot>>();
        foreach (var (index, layer) in network.Architecture.Layers.Index())
            slots.Add([.. layer.Parameters.Select(_ => Slot(state.Dequeue(), learning[index]))]);
        Slots = slots;
    }

    /// <summary>The parameters, layer by layer.</summary>
    public IReadOnlyList<IReadOnlyList<ParameterSlot>> Slots { get; }

    /// <summary>By the name of a parameter, what gets its gradient; owned here.</summary>
    public IReadOnlyDictionary<string, Tensor> Gradients => _gradients;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var memory in _borrowed)
            memory.Dispose();
        foreach (var gradient in _gradients.Values)
            gradient.Dispose();
    }

    private ParameterSlot Slot((string Name, Tensor Values) array, bool isTrained)
    {
        if (!isTrained || array.Values is not Parameter parameter)
            return new(Borrow(array.Values), null);
        var gradient = zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
        _gradients.Add(array.Name, gradient);
        return new(Borrow(parameter), Borrow(gradient));
    }

    private float* Borrow(Tensor tensor)
    {
        var memory = tensor.Borrow<float>();
        _borrowed.Add(memory);
        return (float*)memory.Pin().Pointer;
    }
}
