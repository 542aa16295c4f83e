using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;

namespace TorchBasics.Training.Runs;

/// <summary>What a result was made with.</summary>
public static class Versions
{
    /// <summary>Name and version of everything that can change a result.</summary>
    /// <returns>Versions by name.</returns>
    public static IReadOnlyDictionary<string, string> All()
    {
        var native = NativeRuntime.Load();
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["torchbasics"] = ProductVersion.Number,
            ["torchsharp"] = native.TorchSharp,
            ["libtorch"] = native.Libtorch,
            ["dotnet"] = native.DotNet,
            ["onednn"] = $"{native.OneDnn ?? "unknown"}, {(native.Proof.OneDnn ? "on" : "off")}",
            ["operators"] = $"{native.Proof.State}".ToLowerInvariant(),
            ["os"] = native.System,
        };
    }
}
