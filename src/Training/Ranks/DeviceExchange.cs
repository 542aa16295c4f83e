using TorchBasics.Bindings.Nccl;
using TorchBasics.Kernels.Summation;
using static TorchSharp.torch;

namespace TorchBasics.Training.Ranks;

/// <summary>The numbers stay on the devices, where NCCL adds them up; the losses go by MPI.</summary>
internal sealed class DeviceExchange : IGradientExchange
{
    private readonly RankGroup _ranks;
    private readonly NcclCommunicator _communicator;
    private readonly StepScalars _scalars;
    private readonly JoinPlans _plans;
    private readonly Func<bool> _isDone;

    /// <summary>Prepares.</summary>
    /// <param name="ranks">The ranks; stay the caller's.</param>
    /// <param name="communicator">Their devices; this object's from now on.</param>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="device">Where.</param>
    public DeviceExchange(RankGroup ranks, NcclCommunicator communicator, int count, Device device)
    {
        (_ranks, _communicator, _scalars) = (ranks, communicator, new StepScalars(ranks));
        _plans = new(cut => JoinPlan.OneSumEach(cut, ranks.Rank, ranks.Size));
        _isDone = () => _communicator.IsDone;
        Numbers = zeros(Math.Max(1, count), device: device).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public Tensor Numbers { get; }

    /// <inheritdoc/>
    public bool ShouldStop => _scalars.ShouldStop;

    /// <inheritdoc/>
    public ShareSums SumsOf(ShareCut cut) => _plans.Of(cut).Own;

    /// <inheritdoc/>
    public void Sum(ShareSums sums, double[] losses, long[] corrects)
    {
        if (sums.Shares == 0)
            Numbers.zero_().Dispose();
        _communicator.BeginSum(Numbers);
        // Who sends its losses has begun to add: a rank that is lost is missed here, by name, before anybody waits for a sum.
        _scalars.Begin(_plans.Of(sums.Cut), losses, corrects);
        _ranks.Wait(_scalars.Messages);
        _scalars.Read(losses, corrects);
        _ranks.Wait(_isDone, "NCCL has not added up the gradients");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _communicator.Dispose();
        _scalars.Dispose();
        Numbers.Dispose();
    }
}
