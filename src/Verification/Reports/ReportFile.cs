using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Reports;

/// <summary>A report in a file; the end of its name says in which form.</summary>
public static class ReportFile
{
    private static readonly Dictionary<string, Func<CheckReport, string>> Writers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = JsonReport.ToText,
        [".xml"] = JUnitReport.ToText,
        [".html"] = HtmlCheckReport.ToText,
    };

    /// <summary>Refuses a name whose end says nothing, before any work is done.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="TorchBasicsException">The extension is unknown, or the folder does not exist.</exception>
    public static void CheckName(string? path)
    {
        if (path is null)
            return;
        var extension = Path.GetExtension(path);
        if (!Writers.ContainsKey(extension))
            throw new TorchBasicsException(ErrorKind.Usage, $"The report '{path}' ends in '{extension}'; "
                + $"expected {string.Join(", ", Writers.Keys)}.{NearestName.Hint(extension, Writers.Keys)}");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (!Directory.Exists(folder))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The folder {folder} for the report does not exist. Create it first.");
    }

    /// <summary>Writes the report.</summary>
    /// <param name="path">The file; it is written whole or not at all.</param>
    /// <param name="report">The report.</param>
    /// <exception cref="TorchBasicsException">The extension is unknown, or the file could not be written.</exception>
    public static void Write(string path, CheckReport report)
    {
        CheckName(path);
        AtomicFile.Write(path, Writers[Path.GetExtension(path)](report));
    }
}
