using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Inference;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>A picture on its way through a network by our kernels, in single precision, one layer after the other.</summary>
internal static class KernelWalk
{
    /// <summary>Takes a picture through a network.</summary>
    /// <param name="model">The network: layers with two parameters or none.</param>
    /// <param name="picture">28 x 28 bytes.</param>
    /// <returns>What leaves each layer; activations belong to the layer before them.</returns>
    public static IReadOnlyList<KernelStage> Of(Model model, ReadOnlySpan<byte> picture)
    {
        var (architecture, stages, pools, next) = (model.Architecture, new List<KernelStage>(), 0, 0);
        var values = model.Prepare(picture);
        for (var k = 0; k < architecture.Layers.Count; k++)
        {
            var (layer, input) = (architecture.Layers[k], architecture.Shapes[k]);
            if (layer is Flatten or Dropout)
                continue;
            var name = layer is Pool2d ? $"pool{++pools}" : layer.Name ?? layer.Kind;
            List<Layer> layers = [layer];
            if (k + 1 < architecture.Layers.Count && architecture.Layers[k + 1] is Activation activation)
            {
                layers.Add(activation);
                k++;
            }

            NamedArray[] weights = [.. model.Weights.Skip(next).Take(layer.Parameters.Count)];
            next += weights.Length;
            var before = values;
            values = Run(new Model(new Architecture("layer", input, layers), weights), before);
            stages.Add(new(name, layers, input, architecture.Shapes[k + 1], weights, before, values));
        }

        return stages;
    }

    private static float[] Run(Model layer, float[] input)
    {
        using var predictor = new Predictor(layer);
        var outputs = new float[predictor.Outputs];
        predictor.Run(input, outputs);
        return outputs;
    }
}

/// <summary>A layer on the way of a picture.</summary>
/// <param name="Name">The layer's name; poolings are numbered.</param>
/// <param name="Layers">The layer, and the activation behind it where there is one.</param>
/// <param name="Input">Shape of what enters.</param>
/// <param name="Shape">Shape of what leaves.</param>
/// <param name="Weights">Its parameters.</param>
/// <param name="Before">The numbers that enter, the last axis fastest.</param>
/// <param name="Values">The numbers that leave.</param>
internal sealed record KernelStage(
    string Name,
    IReadOnlyList<Layer> Layers,
    Shape Input,
    Shape Shape,
    IReadOnlyList<NamedArray> Weights,
    float[] Before,
    float[] Values)
{
    /// <summary>The largest error as a share of what rounding may do to the very numbers that entered.</summary>
    /// <remarks>
    /// A sum of n products and a bias: g (|W| |x| + |b|) with g = (n + 1) u / (1 - (n + 1) u), in any order. A maximum is exact.
    /// Source: Higham 2002, section 3.1.
    /// </remarks>
    public double Share
    {
        get
        {
            var x = Tensor<Float64>.From([1, .. Input], Array.ConvertAll(Before, value => (double)value));
            var parameters = Weights.Select(ToTensor).ToList();
            var y = ReferenceLayer.Forward(Layers[0], parameters, x);
            foreach (var activation in Layers.Skip(1))
                y = ReferenceLayer.Forward(activation, [], y);
            var roundings = Weights.Count == 0 ? 0 : ((Weights[0].Count / Weights[0].Sizes[0]) + 1) * Binary32.UnitRoundoff;
            var sizes = ReferenceLayer.Forward(Layers[0], [.. parameters.Select(Sizes)], Sizes(x));
            var worst = 0.0;
            for (var k = 0; k < Values.Length; k++)
                if (Math.Abs(Values[k] - y.Elements[k].Value) is var error && error > 0)
                    worst = Math.Max(worst, error / (roundings / (1 - roundings) * sizes.Elements[k].Value));
            return worst;
        }
    }

    private static Tensor<Float64> ToTensor(NamedArray array) => Tensor<Float64>.From(
        [.. array.Sizes.Select(size => (int)size)], Array.ConvertAll(array.Values<float>().ToArray(), value => (double)value));

    private static Tensor<Float64> Sizes(Tensor<Float64> values) => values.Map(value => new Float64(Math.Abs(value.Value)));
}
