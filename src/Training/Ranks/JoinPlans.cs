using TorchBasics.Kernels.Summation;

namespace TorchBasics.Training.Ranks;

/// <summary>The plans that a run needs again and again: that of a whole batch, and that of the last one of an epoch.</summary>
/// <param name="planner">Says who has which sums of a batch.</param>
internal sealed class JoinPlans(Func<ShareCut, JoinPlan> planner)
{
    private readonly List<JoinPlan> _known = [];

    /// <summary>The plan of a batch.</summary>
    public JoinPlan Of(ShareCut cut)
    {
        foreach (var known in _known)
            if (known.Cut == cut)
                return known;
        var plan = planner(cut);
        if (_known.Count == 2)
            _known.RemoveAt(0);
        _known.Add(plan);
        return plan;
    }
}
