using TorchBasics.Bindings.Aten;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>
/// One step of a rule as one call for all parameters: the parameters and buffers are handed over once, the gradients anew
/// wherever they may be other tensors. Made only where <see cref="StableInterface.HasOperators"/>.
/// </summary>
/// <remarks>
/// For Float32 in row order on the CPU. libtorch's kernels for CUDA take the same arguments, but count Adam's steps in
/// Float32 on the device; they await a machine to be checked on.
/// </remarks>
internal sealed class FusedUpdate(FusedRule rule, IReadOnlyList<Parameter> weights) : IDisposable
{
    private readonly AtenOperator _operator = new(rule.Schema);
    private AtenCall? _call;
    private int[] _moved = [];
    private bool _areGiven;

    /// <summary>Prepares for gradients that stay the same tensors until others are given, or none.</summary>
    public void Use(IReadOnlyList<Tensor?>? gradients)
    {
        _areGiven = false;
        if (gradients is not null && Enumerable.Range(0, weights.Count).All(i => gradients[i] is not { } gradient || IsPlain(gradient, weights[i])))
        {
            Prepare([.. Enumerable.Range(0, weights.Count).Where(i => gradients[i] is not null)], [.. gradients.OfType<Tensor>()]);
            _areGiven = true;
        }
    }

    /// <summary>Moves the parameters that have a gradient.</summary>
    /// <returns>False, with nothing moved, where one of the tensors is of a kind that the operator does not take.</returns>
    public bool TryStep(double learningRate)
    {
        if (!_areGiven)
            return TryStepWithFound(learningRate);
        Invoke(learningRate);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _call?.Dispose();

    private bool TryStepWithFound(double learningRate)
    {
        using var scope = NewDisposeScope();
        var gradients = weights.Select(weight => weight.grad).ToArray();
        if (!weights.Zip(gradients).All(pair => pair.Second is null || IsPlain(pair.Second, pair.First)))
            return false;
        Tensor[] present = [.. gradients.OfType<Tensor>()];
        int[] moved = [.. Enumerable.Range(0, gradients.Length).Where(i => gradients[i] is not null)];
        if (_call is not null && moved.AsSpan().SequenceEqual(_moved))
            _call.Set(FusedRule.GradientIndex, present);
        else
            Prepare(moved, present);
        Invoke(learningRate);
        _call!.Set(FusedRule.GradientIndex, Array.Empty<Tensor>()); // or they would outlive ZeroGrad
        return true;
    }

    /// <summary>The kernels read memory from the first element on, whatever the strides say.</summary>
    private static bool IsPlain(Tensor gradient, Tensor weight) => IsPlain(gradient) && IsPlain(weight) && gradient.numel() == weight.numel();

    private static bool IsPlain(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && !tensor.is_sparse && tensor.is_contiguous();

    private void Prepare(int[] moved, Tensor[] gradients)
    {
        _call?.Dispose();
        _call = _operator.Prepare(rule.Arguments(moved, [.. moved.Select(i => weights[i])], gradients));
        _moved = moved;
    }

    private void Invoke(double learningRate)
    {
        if (_moved.Length == 0)
            return; // the dispatcher finds the kernel by the tensors, so that there must be one
        _call!.Set(rule.RateIndex, learningRate);
        _call.InvokeUnrecorded();
    }
}
