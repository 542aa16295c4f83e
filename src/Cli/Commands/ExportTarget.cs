using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;

namespace TorchBasics.Cli.Commands;

/// <summary>Where an export goes and what it is; each may follow from the other.</summary>
/// <param name="Path">The file, or null where nobody named one.</param>
/// <param name="Format">What it is, or null where nothing says so yet.</param>
internal sealed record ExportTarget(string? Path, FileKind? Format)
{
    /// <summary>What was typed, completed by the ending of the file.</summary>
    /// <exception cref="TorchBasicsException">Neither the ending nor the option says what to write: kind Usage.</exception>
    public static ExportTarget Of(string? path, FileKind? format)
    {
        var byEnding = path is null ? null : FileKindName.OfEnding(path);
        if (format is null && byEnding is null)
        {
            throw new TorchBasicsException(ErrorKind.Usage, path is null
                ? "What to write is not known: give --format, or --output with an ending such as .onnx."
                : $"The ending of {path} does not say what to write; give --format, or an ending of "
                    + $"{string.Join(", ", FileKindName.AllEndings)}.");
        }

        if (format is not null && byEnding is not null && format != byEnding)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"--format says {format}; the ending of {path} says {byEnding}. Change one of them.");
        return new(path, format ?? byEnding);
    }

    /// <summary>The file and its format, the file named after the network where nobody named one.</summary>
    /// <exception cref="TorchBasicsException">Nobody named a file, and the one of that name exists: kind Usage.</exception>
    public (string Path, FileKind Format) Complete(string network) =>
        (Path ?? Unused(FileNames.Of(network) + FileKindName.Of(Format!.Value).Endings[0]), Format!.Value);

    /// <summary>A file that nobody named, which must not replace another.</summary>
    /// <exception cref="TorchBasicsException">It exists: kind Usage.</exception>
    public static string Unused(string path) => File.Exists(path)
        ? throw new TorchBasicsException(
            ErrorKind.Usage, $"{path} exists already; --output names another file, or the same one to replace it.")
        : path;
}
