using System.Text.RegularExpressions;

namespace TorchBasics.Tests.Fuzz;

/// <summary>Inputs that broke the promise: one of each kind is kept, because one mistake breaks it a million times.</summary>
/// <param name="folder">Where the inputs go.</param>
/// <param name="kindsFile">Where the kinds are noted, so that the next worker knows what those before it found.</param>
internal sealed partial class Findings(string folder, string kindsFile)
{
    private readonly HashSet<string> _kinds = File.Exists(kindsFile) ? [.. File.ReadAllLines(kindsFile)] : [];

    /// <summary>Kinds of all workers up to now.</summary>
    public int Count => _kinds.Count;

    /// <summary>Keeps an input, unless one that failed in the same place is kept already.</summary>
    /// <param name="input">The input.</param>
    /// <param name="fault">How the promise was broken.</param>
    public void Add(byte[] input, string fault)
    {
        if (!_kinds.Add(KindOf(fault)))
            return;
        File.AppendAllLines(kindsFile, [KindOf(fault)]);
        var path = Corpus.Save(folder, input);
        File.WriteAllText($"{path}.txt", $"{fault}\n{Convert.ToHexString(input)}\n");
        Console.WriteLine($"\n{path}: {fault}");
    }

    // The first line without its numbers and quoted texts, and the innermost place in the code.
    private static string KindOf(string fault)
    {
        var lines = fault.ReplaceLineEndings("\n").Split('\n');
        return $"{Varying().Replace(lines[0], "*")} "
            + $"{Array.Find(lines, line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal))}";
    }

    [GeneratedRegex("'[^']*'|[0-9.,-]+")]
    private static partial Regex Varying();
}
