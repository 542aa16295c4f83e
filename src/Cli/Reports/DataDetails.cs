namespace TorchBasics.Cli.Reports;

/// <summary>A data set, as "data list --json" prints it.</summary>
/// <param name="Name">What --data takes.</param>
/// <param name="Content">One line about it.</param>
/// <param name="IsFiles">Whether it is kept as files, which have to be there.</param>
/// <param name="Folder">Where the files were found; null when they were not, and for what is built in.</param>
internal sealed record DataDetails(string Name, string Content, bool IsFiles, string? Folder);
