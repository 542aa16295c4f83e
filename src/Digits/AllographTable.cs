namespace TorchBasics.Digits;

/// <summary>
/// All ways of writing, drawn by hand for this project. A row gives the name, how common it is, and one or more poses
/// (see <see cref="Pose.Parse"/>).
/// </summary>
internal static partial class AllographTable
{
    private static readonly Allograph[][] ByDigit =
    [
        [.. Zero], [.. One], [.. Two], [.. Three], [.. Four], [.. Five], [.. Six], [.. Seven], [.. Eight], [.. Nine],
    ];

    /// <summary>All, sorted by digit.</summary>
    public static IReadOnlyList<Allograph> All { get; } = [.. ByDigit.SelectMany(rows => rows)];

    /// <summary>The ways to write one digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <returns>At least one.</returns>
    public static ReadOnlySpan<Allograph> Of(int digit) => ByDigit[digit];

    private static Allograph Row(int digit, string name, int weight, params string[] texts)
    {
        Pose[] poses = [.. texts.Select(Pose.Parse)];
        var odd = Array.FindIndex(poses, pose => !pose.Kinds.SequenceEqual(poses[0].Kinds));
        return odd < 0
            ? new(digit, name, weight) { Poses = poses }
            : throw new InvalidOperationException($"Pose {odd} of {digit} {name} has other strokes than pose 0: {texts[odd]}.");
    }
}
