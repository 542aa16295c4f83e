namespace TorchBasics.Cli.Reports;

/// <summary>A lesson of the course.</summary>
/// <param name="Name">What "learn" takes.</param>
/// <param name="Title">Its title.</param>
/// <param name="Rows">The rows of the note that it is about, counted from 1.</param>
internal sealed record LessonEntry(string Name, string Title, IReadOnlyList<int> Rows);

/// <summary>What "learn LESSON --json" prints.</summary>
/// <param name="Name">The lesson.</param>
/// <param name="Title">Its title.</param>
/// <param name="Language">The language of the texts: "en" or "zh".</param>
/// <param name="Parameters">The values that it was computed with.</param>
/// <param name="Claims">What the lesson says, and whether it is so.</param>
/// <param name="Holds">Whether all of it is so.</param>
/// <param name="Hash">SHA-256 of every number of the lesson.</param>
/// <param name="IsPortable">Whether every machine gives the same hash.</param>
internal sealed record LessonReport(
    string Name,
    string Title,
    string Language,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<LessonClaim> Claims,
    bool Holds,
    string Hash,
    bool IsPortable);

/// <summary>A claim of a lesson.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Text">What is claimed.</param>
/// <param name="Holds">Whether it is so.</param>
internal sealed record LessonClaim(string Key, string Text, bool Holds);
