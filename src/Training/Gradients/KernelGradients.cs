using TorchBasics.Kernels.Learning;
using TorchBasics.Kernels.Proving;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Optimizers;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Training.Gradients;

/// <summary>
/// The gradients of a batch by our kernels, straight from the bytes of a data set, distorted on the way where the run says
/// so. In steady state a step allocates no managed memory.
/// </summary>
internal sealed class KernelGradients : IGradientSource
{
    private readonly FusedNetwork _fused;
    private readonly ClassLoss _loss;
    private readonly SampleSource _samples;
    private RankSharing? _sharing;
    private int _count;

    /// <summary>Ties the kernels to a network, and their gradients to its optimizer.</summary>
    /// <param name="network">The network, one that <see cref="FusedChoice"/> takes; stays the caller's.</param>
    /// <param name="data">The training set; stays the caller's.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="optimizer">Moves the network's parameters; stays the caller's.</param>
    /// <param name="ranks">The processes that compute shares of each batch; stays the caller's. Null for this one alone.</param>
    /// <param name="batchSize">Samples of a batch; the last one of an epoch may have fewer.</param>
    public KernelGradients(
        Network network, TensorData data, Loss loss, Optimizer optimizer, RankGroup? ranks = null, int batchSize = 1)
    {
        _fused = ranks is null ? new FusedNetwork(network) : Shared(network, data.Count, batchSize, ranks);
        _loss = FusedLoss.Of(loss);
        _samples = new SampleSource(data.Source, data.Normalization);
        optimizer.UseGradients(
            [.. network.named_parameters().Select(parameter => _fused.Gradients.GetValueOrDefault(parameter.name))],
            _fused.Plan.Kernels);
    }

    /// <summary>The network in our kernels.</summary>
    public FusedNetwork Network => _fused;

    /// <inheritdoc/>
    public double? Loss => _fused.Loss;

    /// <inheritdoc/>
    public bool ShouldStop => _sharing?.ShouldStop ?? false;

    /// <inheritdoc/>
    public void ComputeGradients(BatchSequence batches, ulong dropoutSeed)
    {
        _count = batches.Count;
        _samples.Choose(batches.EpochOrder, batches.Start);
        _samples.Distortions = batches.Distortions;
        _fused.ComputeGradients(_samples, _loss, _count, dropoutSeed);
    }

    /// <inheritdoc/>
    public double ReadLoss() => _fused.Loss;

    /// <inheritdoc/>
    public void AddTo(RunningMeter meter) => meter.Add(_fused.Loss, _fused.Correct, _count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _fused.Dispose();
        _sharing?.Dispose();
        _samples.Dispose();
    }

    private FusedNetwork Shared(Network network, int samples, int batchSize, RankGroup ranks)
    {
        int[] batches = [batchSize, .. samples % batchSize > 0 ? [samples % batchSize] : Array.Empty<int>()];
        return new FusedNetwork(
            network,
            JoinPlan.MostRoots(batches, ranks.Rank, ranks.Size),
            memory => _sharing = RankSharing.OfShares(ranks, ProvenKernels.Current.Kernels, memory));
    }
}
