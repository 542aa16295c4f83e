using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines;

/// <summary>Which elements a dropout kept: it shows in what it did.</summary>
internal static class DropoutChoice
{
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
