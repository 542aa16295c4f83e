using TorchBasics.Bindings.Memory;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Proving;
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
internal sealed unsafe class RankedLibtorchGradients : IGradientSource
{
    private readonly LibtorchGradients _own;
    private readonly Tensor[] _exchanged;
    private readonly int _parameters;
    private readonly Tensor _memory;
    private readonly TensorMemory<float> _borrowed;
    private readonly (int Start, int End)[] _ranges;
    private readonly RankSharing _sharing;
    private readonly RankGroup _group;
    private readonly bool _drawsNumbers;
    private double[] _losses = [];
    private long[] _corrects = [];
    private (double Loss, long Correct, int Count) _last = (double.NaN, 0, 0);

    /// <summary>Prepares.</summary>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="loss">Mean loss, float [], of outputs and labels.</param>
    /// <param name="optimizer">Moves the network's parameters; stays the caller's.</param>
    /// <param name="ranks">The processes that share each batch; stays the caller's.</param>
    public RankedLibtorchGradients(
        Network network, Func<Tensor, Tensor, Tensor> loss, Optimizer optimizer, RankGroup ranks)
    {
        (_own, _group) = (new(network, loss, optimizer), ranks);
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

        _memory = zeros(Math.Max(1, _ranges[^1].End)).DetachFromDisposeScope();
        _borrowed = _memory.Borrow<float>();
        _sharing = new RankSharing(
            ranks,
            ProvenKernels.Current.Kernels,
            new GradientMemory((float*)_borrowed.Pin().Pointer, _ranges, roots: 1),
            cut => JoinPlan.OneSumEach(cut, ranks.Rank, ranks.Size));
    }

    /// <inheritdoc/>
    public double? Loss => _last.Loss;

    /// <inheritdoc/>
    public bool ShouldStop => _sharing.ShouldStop;

    /// <inheritdoc/>
    public void ComputeGradients(BatchSequence batches, ulong dropoutSeed)
    {
        var sums = _sharing.SumsOf(new ShareCut(batches.Count));
        if (_losses.Length < sums.Cut.Shares)
            (_losses, _corrects) = (new double[sums.Cut.Shares], new long[sums.Cut.Shares]);
        Array.Clear(_losses);
        Array.Clear(_corrects);
        if (sums.Shares > 0)
            ComputeOwn(batches, sums, dropoutSeed);
        _sharing.Begin(sums, _losses, _corrects);
        for (var part = 0; part < _sharing.Parts; part++)
            _sharing.Share(part);
        _sharing.Complete();
        Spread();
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
        _sharing.Dispose();
        ((IDisposable)_borrowed).Dispose();
        _memory.Dispose();
    }

    private void ComputeOwn(BatchSequence batches, ShareSums sums, ulong dropoutSeed)
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
            var to = _memory.narrow(0, _ranges[k].Start, _exchanged[k].numel());
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
    private void Spread()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        for (var k = 0; k < _exchanged.Length; k++)
        {
            var mean = _memory.narrow(0, _ranges[k].Start, _exchanged[k].numel()).reshape(_exchanged[k].shape);
            if (k >= _parameters)
                _exchanged[k].copy_(mean);
            else if (_exchanged[k].grad is { } known)
                known.copy_(mean);
            else
                _exchanged[k].grad = mean.to(_exchanged[k].device, copy: true);
        }
    }
}
