using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Plans;

/// <summary>Where our kernels can be used, and where they are worth it.</summary>
public static class KernelSupport
{
    /// <summary>The kernels that this machine gets, such as "Vector512".</summary>
    public static string Kernels => $"{ProvenKernels.Current.Kernels}";

    /// <summary>Whether the machine has registers of the kernels' width; without, libtorch is faster.</summary>
    public static bool IsAccelerated => ProvenKernels.Current.Kernels.IsAccelerated;

    private static string? Wrong => ProvenKernels.Current is { AreRight: false, Remark: var remark } ? remark : null;

    /// <summary>Why an architecture is too large for our kernels, which count in 32 bits.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>The reason; null where it is not.</returns>
    public static string? Refusal(Architecture architecture)
    {
        if (Wrong is { } wrong)
            return wrong;
        foreach (var (name, spec) in architecture.Parameters)
            if (spec.Shape.Elements > int.MaxValue / sizeof(float))
                return $"{name} has {spec.Shape.Elements:N0} numbers; the fused kernels take arrays below 2 GiB";
        // for a single sample it may be computed with zeros between its groups
        foreach (var conv in architecture.Layers.OfType<Conv2d>())
            if ((double)conv.Groups * conv.Parameters[0].Shape.Elements > int.MaxValue / sizeof(float))
                return $"{conv.Name} has {conv.Groups:N0} groups with {conv.Parameters[0].Shape.Elements:N0} weights; "
                    + "the fused kernels take arrays below 2 GiB";
        foreach (var (layer, shape) in architecture.Layers.Zip(architecture.Shapes).Where(layer => layer.First.Inner.Count > 0))
            if (Refusal(layer, shape) is { } reason)
                return reason;
        for (var k = 0; k <= architecture.Layers.Count; k++)
            if (Floats(architecture, k) > int.MaxValue)
                return $"arrays of {architecture.Shapes[k]} are too large for the fused kernels";
        return null;
    }

    /// <summary>Why our kernels compute a network, but do not train it.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>The reason, with the first such layer; null where they train it.</returns>
    public static string? TrainingRefusal(Architecture architecture) => FirstRefusal(architecture.Layers);

    /// <summary>Why our kernels compute a layer, but do not train it.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The reason; null where they train it.</returns>
    public static string? TrainingRefusal(Layer layer) => layer is BatchNorm
        ? $"{layer.Name} ({layer.Kind}) takes statistics over the whole batch in training, for which the fused kernels, "
            + "which go through a batch piece by piece, are not made"
        : FirstRefusal(layer.Inner);

    private static string? FirstRefusal(IReadOnlyList<Layer> layers) =>
        layers.Select(TrainingRefusal).FirstOrDefault(reason => reason is not null);

    // A block of blocks has one array for values, states, gradients and what each block wants: four times its values at most.
    private static string? Refusal(Layer layer, Shape shape)
    {
        var chains = layer.Chains.Select(chain => new Architecture("inner", shape, chain)).ToList();
        return chains.Select(Refusal).FirstOrDefault(reason => reason is not null)
            ?? (4 * chains.Sum(chain => Enumerable.Range(0, chain.Layers.Count + 1).Sum(k => Floats(chain, k))) > int.MaxValue
                ? $"the layers within {layer.Name ?? layer.Kind} are too large for the fused kernels" : null);
    }

    // What the groups of a slice take before a layer, with the widest border that a layout may have.
    private static double Floats(Architecture architecture, int layer)
    {
        var padding =
            layer < architecture.Layers.Count && architecture.Layers[layer] is Conv2d conv ? conv.Window.Padding : default;
        return architecture.Shapes[layer] switch
        {
            [var channels, var height, var width] =>
                (double)Slice.MaxGroups * Lanes.Count * channels * (height + (2.0 * padding.Height))
                * (width + (2.0 * Math.Max(padding.Width, Tiling.MaxWidth))),
            var shape => (double)Slice.MaxGroups * Lanes.Count * shape.Elements,
        };
    }
}
