namespace TorchBasics.Cli.Reports;

/// <summary>A lesson of the course.</summary>
internal sealed record LessonEntry(string Name, string Title, IReadOnlyList<int> Rows);

/// <summary>What "learn" found.</summary>
internal sealed record LessonReport(
    string Name,
    string Title,
    string Language,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<LessonClaim> Claims,
    bool Holds,
    string Hash,
    bool IsPortable);

/// <summary>A claim and whether it holds.</summary>
internal sealed record LessonClaim(string Key, string Text, bool Holds);
