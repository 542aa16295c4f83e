namespace TorchBasics.Cli.Completing;

/// <summary>What can stand where the cursor is.</summary>
/// <param name="Candidates">The words that begin as the one that was typed, in the order of the help.</param>
/// <param name="Paths">Whether names of files or folders can stand there, too.</param>
internal sealed record Suggestions(IReadOnlyList<Candidate> Candidates, PathWish Paths)
{
    private const int LongestMeaning = 90;

    /// <summary>What scripts of shells read: a line for each word, its meaning behind a tab; the wish behind a colon.</summary>
    public IEnumerable<string> Lines() =>
        [.. Candidates.Select(Line), $":{(Paths == PathWish.None ? "" : Paths.ToString().ToLowerInvariant())}"];

    private static string Line(Candidate candidate)
    {
        var meaning = candidate.Meaning.ReplaceLineEndings(" ").Replace('\t', ' ');
        if (meaning.Length > LongestMeaning)
            meaning = $"{meaning[..meaning.LastIndexOf(' ', LongestMeaning)]} ...";
        return meaning.Length == 0 ? candidate.Word : $"{candidate.Word}\t{meaning}";
    }
}
