using TorchBasics.Core;
using TorchBasics.Core.Catalog;

namespace TorchBasics.Export.Importing;

/// <summary>
/// What a network is called whose file does not describe it: the names that other programs give to graphs say nothing.
/// </summary>
internal static class ImportedName
{
    /// <summary>The same network under its name: that of the model of the catalogue that it is, else that of its file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">The network, under any name.</param>
    /// <returns>The network; none but a model of the catalogue has the name of one.</returns>
    public static Architecture Give(string path, Architecture read)
    {
        var name = KnownEntry.Of(read)?.Name ?? OfFile(path);
        return new Architecture(name, read.Input, read.Layers) { Initialization = read.Initialization };
    }

    private static string OfFile(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return string.IsNullOrWhiteSpace(name) ? "imported"
            : ModelCatalog.All.Any(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? $"{name}-imported"
            : name;
    }
}
