using TorchBasics.Core.Errors;

namespace TorchBasics.Cli.Commands;

/// <summary>A file that "predict" is asked about.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsRows">Whether it holds rows of numbers; else it is a picture.</param>
internal sealed record PredictSource(string Path, bool IsRows)
{
    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg"];
    private static readonly string[] Rows = [".csv", ".tsv"];

    /// <summary>The files that were named, and the pictures in the folders that were.</summary>
    /// <param name="paths">What was typed.</param>
    /// <returns>At least one file; those of a folder, at any depth, in the order of their names.</returns>
    /// <exception cref="TorchBasicsException">A folder holds no picture: kind Data.</exception>
    public static IReadOnlyList<PredictSource> Of(IEnumerable<string> paths) =>
        [.. paths.SelectMany(path => Directory.Exists(path)
            ? InFolder(path)
            : [new PredictSource(path, IsRows: HasEnding(path, Rows))])];

    private static IEnumerable<PredictSource> InFolder(string folder)
    {
        try
        {
            var files = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true })
                .Where(file => HasEnding(file, Pictures)).Order(StringComparer.Ordinal).ToList();
            return files.Count > 0
                ? files.Select(file => new PredictSource(file, IsRows: false))
                : throw new TorchBasicsException(ErrorKind.Data, $"The folder {folder} holds no picture; "
                    + $"expected files that end in {string.Join(", ", Pictures)}. A .csv file is named itself.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(ErrorKind.Data, $"The folder {folder} cannot be read: {error.Message}", error);
        }
    }

    private static bool HasEnding(string path, string[] endings) =>
        endings.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}
