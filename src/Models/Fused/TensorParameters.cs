using TorchBasics.Bindings.Memory;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Vectors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Models.Fused;

/// <summary>The memory of a network's tensors, as kernels read it, and tensors that get the gradients.</summary>
internal sealed unsafe class TensorParameters : IDisposable
{
    private readonly List<IDisposable> _borrowed = [];
    private readonly Dictionary<string, Tensor> _gradients = [];
    private readonly Tensor _memory; // of all gradients

    /// <summary>Borrows the memory.</summary>
    /// <param name="network">On the CPU, in single precision; stays the caller's.</param>
    /// <param name="roots">How many sums of all gradients there is to be room for.</param>
    /// <exception cref="InvalidOperationException">A parameter is not a plain row of floats on the CPU.</exception>
    public TensorParameters(Network network, int roots = 1)
    {
        var learning = FusedPlan.Learning(network.Architecture);
        var layers = new List<(int Start, int End)>();
        foreach (var (index, layer) in network.Architecture.Layers.Index())
        {
            var start = layers.Count == 0 ? 0 : layers[^1].End;
            layers.Add((start, start + layer.Parameters.Where(parameter => learning[index] && parameter.Trainable)
                .Sum(parameter => Padded(parameter.Shape.Elements))));
        }

        _memory = zeros((long)Math.Max(1, roots) * Math.Max(1, layers.Count == 0 ? 0 : layers[^1].End)).DetachFromDisposeScope();
        GradientMemory = new(Borrow(_memory), layers, roots);

        var state = new Queue<(string Name, Tensor Values)>(network.State);
        var slots = new List<IReadOnlyList<ParameterSlot>>();
        var next = 0;
        foreach (var (index, layer) in network.Architecture.Layers.Index())
            slots.Add([.. layer.Parameters.Select(_ => Slot(state.Dequeue(), learning[index], ref next))]);
        Slots = slots;
    }

    /// <summary>The parameters, layer by layer.</summary>
    public IReadOnlyList<IReadOnlyList<ParameterSlot>> Slots { get; }

    /// <summary>By the name of a parameter, what gets its gradient; owned here.</summary>
    public IReadOnlyDictionary<string, Tensor> Gradients => _gradients;

    /// <summary>Where those gradients stand; owned here.</summary>
    public GradientMemory GradientMemory { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var memory in _borrowed)
            memory.Dispose();
        foreach (var gradient in _gradients.Values)
            gradient.Dispose();
        _memory.Dispose();
    }

    private ParameterSlot Slot((string Name, Tensor Values) array, bool isTrained, ref int next)
    {
        if (!isTrained || array.Values is not Parameter parameter)
            return new(Borrow(array.Values), null);
        using var row = _memory.narrow(0, next, parameter.numel());
        _gradients.Add(array.Name, row.view(parameter.shape).DetachFromDisposeScope());
        var gradient = GradientMemory.First + next;
        next += Padded(parameter.numel());
        return new(Borrow(parameter), gradient);
    }

    private float* Borrow(Tensor tensor)
    {
        var memory = tensor.Borrow<float>();
        _borrowed.Add(memory);
        return (float*)memory.Pin().Pointer;
    }

    private static int Padded(long count) => checked((int)((count + Lanes.Count - 1) / Lanes.Count * Lanes.Count));
}
