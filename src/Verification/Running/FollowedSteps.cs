namespace TorchBasics.Verification.Running;

/// <summary>How far the trajectory check could follow a run.</summary>
/// <param name="Steps">Steps that it followed to their end.</param>
/// <param name="Asked">Steps that it was to follow.</param>
/// <param name="Ended">
/// Why it ended before, such as "at step 2: rounding may decide a choice of relu2"; null where it did not.
/// </param>
public sealed record FollowedSteps(int Steps, int Asked, string? Ended)
{
    /// <summary>"followed 2 of 2 steps".</summary>
    /// <returns>The words, with the reason where there is one.</returns>
    public override string ToString() =>
        $"followed {Steps} of {Asked} {(Asked == 1 ? "step" : "steps")}{(Ended is null ? string.Empty : $" ({Ended})")}";
}
