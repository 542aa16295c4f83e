using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchSharp;

namespace TorchBasics.Verification.Engines;

/// <summary>Which elements a dropout keeps: the same ones each time a step is done, as it shows in what it did.</summary>
internal static class DropoutChoice
{
    /// <summary>Seeds libtorch for a step, so that its dropout chooses the same each time.</summary>
    public static void Seed(RunSpec spec, int step)
    {
        if (spec.Architecture.Layers.Any(layer => layer is Dropout))
            torch.manual_seed((long)RandomGenerator.ForStream(spec.DropoutSeed, "dropout", (ulong)step).NextUInt64());
    }

    /// <summary>Reads the choice off the values or, where those are zero, off the gradients.</summary>
    public static bool[] Read(Tensor<Float64> x, Tensor<Float64> y, Tensor<Float64>? gradX, Tensor<Float64>? gradY)
    {
        var kept = new bool[x.Elements.Length];
        for (var i = 0; i < Math.Min(kept.Length, y.Elements.Length); i++)
            kept[i] = x.Elements[i].Value != 0 || gradX is null || gradY is null
                ? y.Elements[i].Value != 0
                : gradX.Elements[i].Value != 0;
        return kept;
    }
}
