namespace TorchBasics.Verification.Checks;

/// <summary>
/// Spreads work of the reference over the processors. The order of the results does not depend on who is first.
/// </summary>
internal static class InParallel
{
    /// <summary>Does several things at once; none of them may call an engine.</summary>
    /// <typeparam name="T">What each of them yields.</typeparam>
    /// <param name="work">What to do.</param>
    /// <returns>What all yielded, in the order of the work.</returns>
    public static List<T> Run<T>(IReadOnlyList<Func<IEnumerable<T>>> work)
    {
        var results = new List<T>[work.Count];
        Parallel.For(0, work.Count, i => results[i] = [.. work[i]()]);
        return [.. results.SelectMany(result => result)];
    }
}
