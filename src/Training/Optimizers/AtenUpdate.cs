using TorchBasics.Bindings.Aten;
using TorchBasics.Bindings.Stable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>
/// One step of a rule as one call for all parameters: the parameters and buffers are handed over once, the gradients anew
/// wherever they may be other tensors. Where they stay the same, each thread gets one call for its share of all elements:
/// the operator by itself would start its threads for each tensor. Made only where <see cref="StableInterface.HasOperators"/>.
/// </summary>
/// <remarks>
/// For Float32 in row order on the CPU. libtorch's kernels for CUDA take the same arguments, but count Adam's steps in
/// Float32 on the device; they await a machine to be checked on.
/// </remarks>
internal sealed class AtenUpdate : IDisposable
{
    // Below, handing half of the weights to another core and back costs more than the arithmetic.
    private const long TooSmallToShare = 100_000;

    private readonly AtenRule _rule;
    private readonly IReadOnlyList<Parameter> _weights;
    private readonly AtenOperator _operator;
    private readonly ParallelFor _parallel;
    private AtenCall[] _shares = [];
    private AtenCall? _call;
    private int[] _moved = [];
    private bool _areGiven;

    public AtenUpdate(AtenRule rule, IReadOnlyList<Parameter> weights)
    {
        (_rule, _weights, _operator) = (rule, weights, new AtenOperator(rule.Schema));
        _parallel = new ParallelFor(InvokeShares);
    }

    /// <summary>Prepares for gradients that stay the same tensors until others are given, or none.</summary>
    public void Use(IReadOnlyList<Tensor?>? gradients)
    {
        DisposeShares();
        _areGiven = gradients is not null
            && Enumerable.Range(0, _weights.Count).All(i => gradients[i] is not { } gradient || IsPlain(gradient, _weights[i]));
        if (_areGiven)
            PrepareShares(Present(gradients!), [.. gradients!.OfType<Tensor>()]);
    }

    /// <summary>Moves the parameters that have a gradient.</summary>
    /// <returns>False, with nothing moved, where one of the tensors is of a kind that the operator does not take.</returns>
    public bool TryStep(double learningRate)
    {
        if (!_areGiven)
            return TryStepWithFound(learningRate);
        foreach (var share in _shares)
            share.Set(_rule.RateIndex, learningRate);
        _parallel.Run(_shares.Length);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DisposeShares();
        _call?.Dispose();
        _parallel.Dispose();
    }

    private static int[] Present(IReadOnlyList<Tensor?> gradients) =>
        [.. Enumerable.Range(0, gradients.Count).Where(i => gradients[i] is not null)];

    /// <summary>The kernels read memory from the first element on, whatever the strides say.</summary>
    private static bool IsPlain(Tensor gradient, Tensor weight) =>
        IsPlain(gradient) && IsPlain(weight) && gradient.numel() == weight.numel();

    private static bool IsPlain(Tensor tensor) =>
        tensor.dtype == ScalarType.Float32 && tensor.device_type == DeviceType.CPU && !tensor.is_sparse && tensor.is_contiguous();

    private bool TryStepWithFound(double learningRate)
    {
        using var scope = NewDisposeScope();
        var gradients = _weights.Select(weight => weight.grad).ToArray();
        if (!_weights.Zip(gradients).All(pair => pair.Second is null || IsPlain(pair.Second, pair.First)))
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

    private void Prepare(int[] moved, Tensor[] gradients)
    {
        _call?.Dispose();
        _call = _operator.Prepare(
            _rule.Arguments([.. moved.Select(i => _weights[i])], gradients, all => [.. moved.Select(i => all[i])]));
        _moved = moved;
    }

    private void PrepareShares(int[] moved, Tensor[] gradients)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        long[] sizes = [.. gradients.Select(gradient => gradient.numel())];
        var shares = ParameterPieces.Divide(sizes, sizes.Sum() < TooSmallToShare ? 1 : get_num_threads());
        _shares = [.. shares.Select(pieces => _operator.Prepare(_rule.Arguments(
            [.. pieces.Select(piece => piece.Of(_weights[moved[piece.Tensor]]))],
            [.. pieces.Select(piece => piece.Of(gradients[piece.Tensor]))],
            all => [.. pieces.Select(piece => piece.Of(all[moved[piece.Tensor]]))])))];
    }

    private void InvokeShares(long begin, long end)
    {
        for (var i = begin; i < end; i++)
            _shares[i].InvokeUnrecorded();
    }

    private void DisposeShares()
    {
        foreach (var share in _shares)
            share.Dispose();
        _shares = [];
    }
}
