namespace TorchBasics.Verification.Running;

/// <summary>What a check found out about one network.</summary>
/// <param name="Model">The network.</param>
/// <param name="Worst">The row with the largest share of its bound; null where nothing was compared.</param>
/// <param name="Failures">How many arrays are out of bounds.</param>
/// <param name="Followed">How far the trajectory check could follow, by engine.</param>
/// <param name="WallTime">How long it took.</param>
public sealed record ModelSummary(
    string Model, ReportRow? Worst, int Failures, IReadOnlyDictionary<string, FollowedSteps> Followed, TimeSpan WallTime);
