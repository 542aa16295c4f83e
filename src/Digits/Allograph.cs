namespace TorchBasics.Digits;

/// <summary>One way to write a digit, such as a 7 with a bar across its stem.</summary>
/// <param name="Digit">What it is read as: 0 to 9.</param>
/// <param name="Name">A few words, such as "bar".</param>
/// <param name="Weight">How often it is chosen, compared with the other ways of writing this digit.</param>
public sealed record Allograph(int Digit, string Name, int Weight)
{
    /// <summary>
    /// Extremes of this way of writing. All have the same strokes with the same number of points, so that any blend of
    /// two of them is a digit as well.
    /// </summary>
    internal IReadOnlyList<Pose> Poses { get; init; } = [];

    /// <summary>Digit and name.</summary>
    /// <returns>A text such as "7 bar".</returns>
    public override string ToString() => $"{Digit} {Name}";
}
