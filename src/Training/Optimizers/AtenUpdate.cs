using TorchBasics.Bindings.Aten;
using TorchBasics.Bindings.Stable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>
/// One step of a rule as one call for all parameters: the parameters and buffers are handed over once, the gradients anew, for
/// they may be other tensors. Made only where <see cref="StableInterface.HasOperators"/>.
/// </summary>
/// <remarks>
/// For Float32 in row order on the CPU. libtorch's kernels for CUDA take the same arguments, but count Adam's steps in
/// Float32 on the device; they await a machine to be checked on.
/// </remarks>
internal sealed class AtenUpdate : IDisposable
{
    private readonly AtenRule _rule;
    private readonly IReadOnlyList<Parameter> _weights;
    private readonly int[] _own;
    private readonly AtenOperator _operator;
    private AtenCall? _call;
    private int[] _moved = [];

    /// <summary>Prepares; the first step makes the call.</summary>
    /// <param name="rule">The operator.</param>
    /// <param name="weights">All parameters of the optimizer, in the order of its buffers.</param>
    /// <param name="own">The places of those that are to move.</param>
    public AtenUpdate(AtenRule rule, IReadOnlyList<Parameter> weights, int[] own) =>
        (_rule, _weights, _own, _operator) = (rule, weights, own, new AtenOperator(rule.Schema));

    /// <summary>Moves the parameters that have a gradient.</summary>
    /// <returns>False, with nothing moved, where one of the tensors is of a kind that the operator does not take.</returns>
    public bool TryStep(double learningRate)
    {
        using var scope = NewDisposeScope();
        var gradients = _own.Select(i => _weights[i].grad).ToArray();
        if (!_own.Zip(gradients).All(pair => pair.Second is null || IsPlain(pair.Second, _weights[pair.First])))
            return false;
        Tensor[] present = [.. gradients.OfType<Tensor>()];
        if (present.Length == 0)
            return true; // the dispatcher finds the kernel by the tensors, so that there must be one
        if (_call is not null && Present(gradients).AsSpan().SequenceEqual(_moved))
            _call.Set(AtenRule.GradientIndex, present);
        else
            Prepare(Present(gradients), present);
        _call!.Set(_rule.RateIndex, learningRate);
        _call.InvokeUnrecorded();
        _call.Set(AtenRule.GradientIndex, Array.Empty<Tensor>()); // or they would outlive ZeroGrad
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _call?.Dispose();

    private int[] Present(Tensor?[] gradients) =>
        [.. _own.Where((_, i) => gradients[i] is not null)];

    /// <summary>The kernels read memory from the first element on, whatever the strides say.</summary>
    private static bool IsPlain(Tensor gradient, Tensor weight) =>
        IsPlain(gradient) && IsPlain(weight) && gradient.numel() == weight.numel();

    private static bool IsPlain(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && !tensor.is_sparse && tensor.is_contiguous();

    private void Prepare(int[] moved, Tensor[] gradients)
    {
        _call?.Dispose();
        _call = _operator.Prepare(
            _rule.Arguments([.. moved.Select(i => _weights[i])], gradients, all => [.. moved.Select(i => all[i])]));
        _moved = moved;
    }
}
