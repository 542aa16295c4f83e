using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks.Running;

/// <summary>Who computes something else cannot be compared.</summary>
internal static class Agreement
{
    private const int Steps = 5;

    /// <summary>Compares each rival with the contest's first, or with its own twin where it has one.</summary>
    /// <param name="contest">The work.</param>
    /// <param name="entrants">Who competes.</param>
    /// <param name="rivals">Fresh rivals, made by these entrants in this order.</param>
    /// <returns>The largest difference.</returns>
    /// <exception cref="TorchBasicsException">As the other.</exception>
    public static double Check(Contest contest, IReadOnlyList<Entrant> entrants, IReadOnlyList<Rival> rivals)
    {
        var pairs = entrants.Zip(rivals).ToList();
        var largest = Check(contest, [.. pairs.Where(pair => pair.First.Twin is null).Select(pair => pair.Second)]);
        foreach (var (entrant, rival) in pairs)
        {
            if (entrant.Twin is null)
                continue;
            using var twin = entrant.Twin();
            largest = Math.Max(largest, Check(contest, [twin, rival]));
        }

        return largest;
    }

    /// <summary>Lets each rival do a few steps from the same start and compares where they end.</summary>
    /// <param name="contest">The work.</param>
    /// <param name="rivals">Fresh rivals, the baseline first.</param>
    /// <returns>The largest difference from the baseline.</returns>
    /// <exception cref="TorchBasicsException">
    /// A result differs by more than the contest allows, or is too flat for the comparison to mean anything.
    /// </exception>
    public static double Check(Contest contest, IReadOnlyList<Rival> rivals)
    {
        var results = rivals.Select(rival =>
        {
            rival.Time(Steps);
            return rival.Result();
        }).ToList();

        var spread = results[0].Max() - results[0].Min();
        if (!(spread > 100 * contest.Tolerance))
            throw Failed(
                $"{contest.Title}: the results of {rivals[0].Name} span {spread:g3}, "
                + $"too little to compare within {contest.Tolerance:g3}.");
        var differences = results.Select(result => Difference(results[0], result)).ToList();
        for (var i = 0; i < rivals.Count; i++)
            if (!(differences[i] <= contest.Tolerance)) // a result that is not a number is refused as well
                throw Failed(
                    $"{contest.Title}: {rivals[i].Name} and {rivals[0].Name} differ by {differences[i]:g3} after {Steps} steps; "
                    + $"{contest.Tolerance:g3} is allowed. They do not do the same work.");
        return differences.Max();
    }

    private static double Difference(float[] expected, float[] actual)
    {
        if (expected.Length != actual.Length)
            return double.PositiveInfinity;
        var largest = 0.0;
        for (var i = 0; i < expected.Length; i++)
            largest = Math.Max(largest, Math.Abs((double)expected[i] - actual[i])); // NaN once is NaN for good

        return largest;
    }

    private static TorchBasicsException Failed(string message) => new(ErrorKind.Failed, message);
}
