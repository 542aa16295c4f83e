using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Inference;

namespace TorchBasics.Lessons.Learning;

/// <summary>A picture on its way through a network too large for the reference: by our kernels, in single precision.</summary>
internal static class KernelWalk
{
    /// <summary>Takes a picture through a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="picture">28 x 28 bytes.</param>
    /// <returns>What leaves each layer; activations belong to the layer before them.</returns>
    public static IReadOnlyList<KernelStage> Of(Model model, ReadOnlySpan<byte> picture)
    {
        var (architecture, stages, pools) = (model.Architecture, new List<KernelStage>(), 0);
        var input = model.Normalization.Apply(picture, architecture.Input);
        for (var k = 0; k < architecture.Layers.Count; k++)
        {
            var layer = architecture.Layers[k];
            if (layer is Flatten or Dropout)
                continue;
            var name = layer is Pool2d ? $"pool{++pools}" : layer.Name ?? layer.Kind;
            if (k + 1 < architecture.Layers.Count && architecture.Layers[k + 1] is Activation)
                k++;
            stages.Add(new(name, layer, architecture.Shapes[k + 1], Run(model, k + 1, input)));
        }

        return stages;
    }

    // The first layers are a network of their own.
    private static float[] Run(Model model, int layers, float[] input)
    {
        var first = model.Architecture.Layers.Take(layers).ToList();
        using var predictor = new Predictor(new Model(
            new Architecture("first-layers", model.Architecture.Input, first),
            [.. model.Weights.Take(first.Sum(layer => layer.Parameters.Count))]));
        var outputs = new float[predictor.Outputs];
        predictor.Run(input, outputs);
        return outputs;
    }
}

/// <summary>What leaves a layer.</summary>
/// <param name="Name">The layer's name; poolings are numbered.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Shape">Shape of what leaves it.</param>
/// <param name="Values">The numbers, the last axis fastest.</param>
internal sealed record KernelStage(string Name, Layer Layer, Shape Shape, float[] Values);
