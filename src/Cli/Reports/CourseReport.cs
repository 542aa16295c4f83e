namespace TorchBasics.Cli.Reports;

/// <summary>What "learn --json" prints.</summary>
/// <param name="Lessons">Every lesson, in the order of the course.</param>
internal sealed record CourseReport(IReadOnlyList<LessonEntry> Lessons);
