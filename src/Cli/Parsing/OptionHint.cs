using TorchBasics.Core;

namespace TorchBasics.Cli.Parsing;

/// <summary>Finds the options that a person probably meant.</summary>
internal static class OptionHint
{
    private const int MostNames = 4;

    /// <summary>
    /// A sentence with a blank before it, or nothing: the option that is one letter away; else those that have the typed
    /// words among theirs or abbreviate them ("--rate", "--lr" and "--batch" for "--learning-rate" and "--batch-size"); else
    /// the nearest one.
    /// </summary>
    /// <param name="typed">What was typed, such as "--rate".</param>
    /// <param name="names">The options that exist.</param>
    public static string Of(string typed, IEnumerable<string> names)
    {
        var all = names.Distinct().ToList();
        var nearest = NearestName.Of(typed, all);
        if (nearest is not null && NearestName.Distance(typed, nearest) <= 1)
            return Sentence([nearest]);
        var abbreviated = all.FindAll(name => IsShortFor(Words(typed), Words(name)));
        // "--rate" is rather "--learning-rate" than "--find-learning-rate"
        abbreviated = abbreviated.FindAll(name => Words(name).Length == abbreviated.Min(other => Words(other).Length));
        return abbreviated.Count is > 0 and <= MostNames ? Sentence(abbreviated) : nearest is null ? "" : Sentence([nearest]);
    }

    private static string Sentence(IReadOnlyList<string> names) =>
        $" Did you mean {string.Join(" or ", names.Select(name => $"'{name}'"))}?";

    private static string[] Words(string name) =>
        name.TrimStart('-').ToLowerInvariant().Split('-', StringSplitOptions.RemoveEmptyEntries);

    // "rate" and "learn-rate" for "learning-rate": the beginnings of words, in order; or "lr", the first letters of all.
    private static bool IsShortFor(string[] typed, string[] words)
    {
        if (typed is [{ Length: > 1 } letters] && words.Length > 1 && letters == string.Concat(words.Select(word => word[0])))
            return true;
        var found = 0;
        foreach (var word in words)
            if (found < typed.Length && typed[found].Length > 2 && word.StartsWith(typed[found], StringComparison.Ordinal))
                found++;
        return typed.Length > 0 && found == typed.Length;
    }
}
