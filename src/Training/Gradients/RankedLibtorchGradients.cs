using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Optimizers;
using TorchBasics.Training.Ranks;
using static TorchSharp.torch;

namespace TorchBasics.Training.Gradients;

/// <summary>
/// Each rank lets libtorch compute the gradients of its share of a batch; their mean is everybody's. Normalizations see the
/// share alone, as in PyTorch's DistributedDataParallel; their running numbers become the mean of all. The last bits depend on
/// the number of ranks.
/// </summary>
internal sealed class RankedLibtorchGradients : IGradientSource
{
    private readonly LibtorchGradients _own;
    private readonly Tensor[] _exchanged;
    private readonly int _parameters;
    private readonly (int Start, int End)[] _ranges;
    private readonly Func<(int Start, int End)[], IGradientExchange> _open;
    private readonly RankGroup _group;
    private readonly bool _drawsNumbers;
    private IGradientExchange? _exchange; // once there is a step: the ranks decide together
    private double[] _losses = [];
    private long[] _corrects = [];
    private (double Loss, long Correct, int Count) _last = (double.NaN, 0, 0);

    /// <summary>Prepares.</summary>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="loss">Mean loss, float [], of outputs and labels.</param>
    /// <param name="optimizer">Moves the network's parameters; stays the caller's.</param>
    /// <param name="ranks">The processes that share each batch; stays the caller's.</param>
    /// <param name="open">From the numbers of each array: who adds them up over all ranks. Waits for the others.</param>
    public RankedLibtorchGradients(
        Network network,
        Func<Tensor, Tensor, Tensor> loss,
        Optimizer optimizer,
        RankGroup ranks,
        Func<(int Start, int End)[], IGradientExchange> open)
    {
        (_own, _group, _open) = (new(network, loss, optimizer), ranks, open);
        _drawsNumbers = network.Architecture.AllLayers.Any(layer => layer is Dropout);
        TorchSharp.Modules.Parameter[] parameters = [.. network.named_parameters().Select(parameter => parameter.parameter)];
        var running = network.Architecture.AllLayers.Any(layer => layer is BatchNorm)
            ? network.State.Where(array => array.Values is not TorchSharp.Modules.Parameter
                && array.Name.Contains(".running_", StringComparison.Ordinal))
            : [];
        _exchanged = [.. parameters, .. running.Select(array => array.Values)];
        _parameters = parameters.Length;
        _ranges = new (int Start, int End)[_exchanged.Length];
        for (var k = 0; k < _exchanged.Length; k++)
        {
            var start = k == 0 ? 0 : _ranges[k - 1].End;
            _ranges[k] = (start, checked(start + (int)_exchanged[k].numel()));
        }
    }

    /// <inheritdoc/>
    public double? Loss => _last.Loss;

    /// <inheritdoc/>
    public bool ShouldStop => _exchange?.ShouldStop ?? false;

    /// <inheritdoc/>
    public void ComputeGradients(BatchSequence batches, ulong dropoutSeed)
    {
        _exchange ??= _open(_ranges);
        var sums = _exchange.SumsOf(new ShareCut(batches.Count));
        if (_losses.Length < sums.Cut.Shares)
            (_losses, _corrects) = (new double[sums.Cut.Shares], new long[sums.Cut.Shares]);
        Array.Clear(_losses);
        Array.Clear(_corrects);
        if (sums.Shares > 0)
            ComputeOwn(batches, sums, dropoutSeed, _exchange.Numbers);
        _exchange.Sum(sums, _losses, _corrects);
        Spread(_exchange.Numbers);
        _last = (_losses.Take(sums.Cut.Shares).Sum() / batches.Count, _corrects.Take(sums.Cut.Shares).Sum(), batches.Count);
    }

    /// <inheritdoc/>
    public double ReadLoss() => _last.Loss;

    /// <inheritdoc/>
    public void AddTo(RunningMeter meter) => meter.Add(_last.Loss, _last.Correct, _last.Count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _own.Dispose();
        _exchange?.Dispose();
    }

    private void ComputeOwn(BatchSequence batches, ShareSums sums, ulong dropoutSeed, Tensor numbers)
    {
        var first = sums.FirstGroup * Lanes.Count;
        var count = Math.Min(sums.Groups * Lanes.Count, batches.Count - first);
        if (_drawsNumbers)
            manual_seed((long)dropoutSeed + _group.Rank); // else the shares would drop the same elements
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var outcome = Compute(batches, first, count);
        _losses[sums.First] = outcome.ReadLoss() * count;
        _corrects[sums.First] = Prediction.Of(outcome.Outputs).eq(outcome.Labels).sum().item<long>();
        using var weight = (TorchSharp.Scalar)((float)count / batches.Count);
        for (var k = 0; k < _exchanged.Length; k++)
        {
            var from = k < _parameters ? _exchanged[k].grad : _exchanged[k];
            var to = numbers.narrow(0, _ranges[k].Start, _exchanged[k].numel());
            if (from is null)
                to.zero_();
            else
                to.copy_(from.reshape(-1)).mul_(weight);
        }
    }

    private BatchOutcome Compute(BatchSequence batches, int first, int count)
    {
        using var gradient = enable_grad();
        return _own.Compute(() => batches.Gather(first, count));
    }

    // What the exchange left, back to where the optimizer looks for it.
    private void Spread(Tensor numbers)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        for (var k = 0; k < _exchanged.Length; k++)
        {
            var mean = numbers.narrow(0, _ranges[k].Start, _exchanged[k].numel()).reshape(_exchanged[k].shape);
            if (k >= _parameters)
                _exchanged[k].copy_(mean);
            else if (_exchanged[k].grad is { } known)
                known.copy_(mean);
            else
                _exchanged[k].grad = mean.to(_exchanged[k].device, copy: true);
        }
    }
}
