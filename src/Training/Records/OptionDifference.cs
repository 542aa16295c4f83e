namespace TorchBasics.Training.Records;

/// <summary>Something that two runs were asked to do differently.</summary>
/// <param name="Option">The option, such as "--learning-rate"; "MODEL" for the network.</param>
/// <param name="First">What would be typed for the first run; null for nothing.</param>
/// <param name="Second">What would be typed for the second run; null for nothing.</param>
public sealed record OptionDifference(string Option, string? First, string? Second)
{
    /// <summary>All that two requests differ in, in the order of the help.</summary>
    /// <param name="first">One request.</param>
    /// <param name="second">Another.</param>
    /// <returns>The differences.</returns>
    public static IReadOnlyList<OptionDifference> Between(RunRequest first, RunRequest second) =>
    [
        .. new OptionDifference[] { new("MODEL", first.Origin ?? first.Model, second.Origin ?? second.Model) }
            .Concat(RunOptions.All.Select(
                option => new OptionDifference(option.Name, option.TextIn(first), option.TextIn(second))))
            .Where(option => option.First != option.Second),
    ];
}
