namespace TorchBasics.Cli.Reports;

/// <summary>What "runs delete --json" prints.</summary>
/// <param name="IsDeleted">Whether they were deleted; without --yes they are only listed.</param>
/// <param name="Runs">The runs.</param>
internal sealed record DeletionReport(bool IsDeleted, IReadOnlyList<DeletedRun> Runs);

/// <summary>A run that was deleted, or would be.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Bytes">Bytes of all files in it.</param>
/// <param name="Left">Names of what stayed in the folder because no run writes it; null before it was deleted.</param>
internal sealed record DeletedRun(string Folder, long Bytes, IReadOnlyList<string>? Left);
