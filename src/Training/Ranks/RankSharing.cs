using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;

namespace TorchBasics.Training.Ranks;

/// <summary>
/// The ranks share the gradients of a batch. Whatever their number, the same numbers are added in the same order, see
/// <see cref="SumTree"/>; what travels are sums, and bytes stay what they are.
/// </summary>
internal sealed class RankSharing : IGradientSharing, IDisposable
{
    private readonly RankGroup _group;
    private readonly JoinPlans _plans;
    private readonly GradientParts _parts;
    private readonly PartExchange[] _exchanges;
    private readonly StepScalars _scalars;
    private readonly Action _progress;
    private JoinPlan _plan = null!;
    private double[] _losses = [];
    private long[] _corrects = [];
    private int _begun;

    /// <summary>Prepares.</summary>
    /// <param name="group">The ranks; stays the caller's.</param>
    /// <param name="kernels">Adds.</param>
    /// <param name="memory">Where the gradients stand, with room for all roots.</param>
    /// <param name="planner">Says who has which sums of a batch.</param>
    public RankSharing(RankGroup group, LaneKernels kernels, GradientMemory memory, Func<ShareCut, JoinPlan> planner)
    {
        (_group, _plans, _parts) = (group, new JoinPlans(planner), new GradientParts(memory));
        _exchanges =
            [.. Enumerable.Range(0, _parts.Count).Select(part => new PartExchange(group, kernels, memory, _parts, part))];
        (_scalars, _progress) = (new StepScalars(group), Progress);
    }

    /// <summary>The ranks share sums of our kernels, whose bits do not depend on the number of ranks.</summary>
    public static RankSharing OfShares(RankGroup group, LaneKernels kernels, GradientMemory memory) =>
        new(group, kernels, memory, cut => JoinPlan.Of(cut, group.Rank, group.Size, memory.Floats));

    /// <summary>How many parts there are.</summary>
    public int Parts => _parts.Count;

    /// <summary>Whether a rank was asked to stop; the same on all.</summary>
    public bool ShouldStop => _scalars.ShouldStop;

    /// <inheritdoc/>
    public int PartOf(int layer) => _parts.Of(layer);

    /// <inheritdoc/>
    public ShareSums SumsOf(ShareCut cut) => _plans.Of(cut).Own;

    /// <inheritdoc/>
    public void Begin(ShareSums sums, double[] losses, long[] corrects)
    {
        (_plan, _losses, _corrects, _begun) = (_plans.Of(sums.Cut), losses, corrects, 0);
        _scalars.Begin(_plan, losses, corrects);
    }

    /// <inheritdoc/>
    public void Share(int part)
    {
        _exchanges[part].Begin(_plan);
        _begun = part + 1;
        Progress();
    }

    /// <inheritdoc/>
    public void Progress()
    {
        // What comes for one part is passed on while another is computed, or waited for.
        for (var part = 0; part < _begun; part++)
            _ = _exchanges[part].Advance();
    }

    /// <inheritdoc/>
    public void Complete()
    {
        foreach (var exchange in _exchanges)
            while (!exchange.Advance())
                _group.Wait(exchange.Messages, _progress);
        _group.Wait(_scalars.Messages);
        _scalars.Read(_losses, _corrects);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scalars.Dispose();
        foreach (var exchange in _exchanges)
            exchange.Dispose();
    }
}
