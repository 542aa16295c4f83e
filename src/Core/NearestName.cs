namespace TorchBasics.Core;

/// <summary>Finds the name that a person probably meant.</summary>
public static class NearestName
{
    /// <summary>The candidate with the smallest edit distance (Levenshtein 1966, with case ignored).</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <returns>
    /// The nearest one, or null when the name is longer than any that a person types, or when more than half of what was typed,
    /// and more than one letter, would have to change.
    /// </returns>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        const int Longest = 256; // each comparison takes time in proportion to the product of both lengths
        if (name.Length > Longest)
            return null;
        var (nearest, distance) = ((string?)null, Math.Max(1, name.Length / 2) + 1);
        foreach (var candidate in candidates)
        {
            var d = Distance(name, candidate);
            if (d < distance)
                (nearest, distance) = (candidate, d);
        }

        return nearest;
    }

    /// <summary>A sentence " Did you mean 'x'?" or an empty string.</summary>
    /// <param name="name">What was typed.</param>
    /// <param name="candidates">The names that exist.</param>
    /// <returns>The sentence with a leading space, or nothing.</returns>
    public static string Hint(string name, IEnumerable<string> candidates) =>
        Of(name, candidates) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>
    /// The smallest number of letters to insert, to remove or to change that makes one name of the other, with case ignored.
    /// </summary>
    /// <param name="a">A name.</param>
    /// <param name="b">Another one.</param>
    /// <returns>The number.</returns>
    public static int Distance(string a, string b)
    {
        (a, b) = (a.ToUpperInvariant(), b.ToUpperInvariant());
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
