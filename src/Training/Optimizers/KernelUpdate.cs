using TorchBasics.Bindings.Aten;
using TorchBasics.Bindings.Memory;
using TorchBasics.Kernels.Learning;
using TorchBasics.Kernels.Simd;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>
/// One step of a rule by our own kernels, where the gradients stay the same tensors: each thread gets a share of all elements.
/// The bits do not depend on the number of shares; a step allocates nothing.
/// </summary>
/// <remarks>For Float32 in row order on the CPU.</remarks>
internal sealed unsafe class KernelUpdate : IDisposable
{
    private readonly List<IDisposable> _borrowed = [];
    private readonly UpdateShares _shares;
    private readonly ParallelFor _parallel;
    private UpdateRule? _rule;

    private KernelUpdate(
        LaneKernels kernels,
        IReadOnlyList<Tensor> weights,
        IReadOnlyList<Tensor> gradients,
        IReadOnlyList<Tensor[]> buffers,
        IReadOnlyList<double> rateFactors)
    {
        Kernels = kernels;
        _parallel = new ParallelFor(Move);
        var all = weights.Select((weight, i) => new ParameterPointers(
            checked((int)weight.numel()), Borrow(weight), Borrow(gradients[i]),
            buffers.Count > 0 ? Borrow(buffers[0][i]) : null, buffers.Count > 1 ? Borrow(buffers[1][i]) : null,
            rateFactors[i])).ToArray();
        _shares = new UpdateShares(kernels, all, get_num_threads());
    }

    /// <summary>The kernels that move the weights.</summary>
    public LaneKernels Kernels { get; }

    /// <summary>Prepares, where the kernels take all of the tensors.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="weights">What is to move; stays the caller's, as all others do.</param>
    /// <param name="gradients">One for each weight; null for none.</param>
    /// <param name="buffers">What the rule keeps: for each purpose one tensor for each weight.</param>
    /// <param name="rateFactors">What the learning rate is multiplied by for each weight.</param>
    /// <returns>The update; null where a tensor is of another kind.</returns>
    public static KernelUpdate? TryCreate(
        LaneKernels kernels,
        IReadOnlyList<Parameter> weights,
        IReadOnlyList<Tensor?> gradients,
        IReadOnlyList<Tensor[]> buffers,
        IReadOnlyList<double> rateFactors)
    {
        int[] moved = [.. Enumerable.Range(0, weights.Count).Where(i => gradients[i] is not null)];
        return moved.All(i => IsPlain(weights[i]) && IsPlain(gradients[i]!) && buffers.All(buffer => IsPlain(buffer[i])))
            ? new(
                kernels,
                [.. moved.Select(i => weights[i])],
                [.. moved.Select(i => gradients[i]!)],
                [.. buffers.Select(buffer => moved.Select(i => buffer[i]).ToArray())],
                [.. moved.Select(i => rateFactors[i])])
            : null;
    }

    /// <summary>Moves the weights that have a gradient.</summary>
    /// <param name="rule">The rule.</param>
    public void Step(UpdateRule rule)
    {
        _rule = rule;
        _parallel.Run(_shares.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _parallel.Dispose();
        foreach (var memory in _borrowed)
            memory.Dispose();
    }

    private static bool IsPlain(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && !tensor.is_sparse && tensor.is_contiguous()
        && tensor.numel() <= int.MaxValue;

    private float* Borrow(Tensor tensor)
    {
        var memory = tensor.Borrow<float>();
        _borrowed.Add(memory);
        return (float*)memory.Pin().Pointer;
    }

    private void Move(long begin, long end)
    {
        for (var share = begin; share < end; share++)
            _shares.Move(_rule!, (int)share);
    }
}
