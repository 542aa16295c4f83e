using TorchBasics.Core;
using TorchBasics.Core.Catalog;

namespace TorchBasics.Export.Importing;

/// <summary>Finds the entry of the catalogue whose network another one is.</summary>
internal static class KnownEntry
{
    /// <summary>The entry with the same layers, or null.</summary>
    public static ModelEntry? Of(Architecture architecture) =>
        ModelCatalog.All.FirstOrDefault(entry => IsSame(entry.Architecture, architecture));

    private static bool IsSame(Architecture known, Architecture other) => ReferenceEquals(known, other)
        || (known.Output.Equals(other.Output) && known.ParameterCount == other.ParameterCount
            && SameNetwork.Match(known, other) == known);
}
