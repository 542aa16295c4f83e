using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Verification.Generating;

/// <summary>Draws networks layer by layer, each one that fits the shape so far.</summary>
/// <param name="random">Where chance comes from.</param>
internal sealed class RandomArchitecture(RandomGenerator random)
{
    private const int LargestDepth = 6;
    private const long MostMultiplyAdds = 100_000; // for a sample, so that ten thousand networks take minutes
    private const int Attempts = 20;

    private static readonly Initialization[] Initializations = Enum.GetValues<Initialization>();

    /// <summary>A network whose results are vectors.</summary>
    public Architecture Draw(string name)
    {
        // of its own, so that a seed draws the other layers that it drew before there were ensembles
        var apart = RandomGenerator.ForStream(new RandomGenerator(random.State).NextUInt64(), "ensemble");
        var draw = new RandomLayers(random);
        Shape shape = random.NextInt32(4) == 0 ? [draw.Size()] : [draw.Between(1, 4), draw.Size(), draw.Size()];
        var input = shape;
        var layers = new List<Layer>();
        for (var depth = draw.Between(1, LargestDepth); depth > 0; depth--)
            Append(layers, ref shape, () => draw.Any(shape));
        if (shape.Count == 3)
            Append(layers, ref shape, () => random.NextInt32(3) == 0 ? new GlobalAvgPool2d() : new Flatten());
        if (random.NextInt32(2) == 0)
            Append(layers, ref shape, () => draw.Output(shape[0], draw.Between(1, 10)));
        if (random.NextInt32(6) == 0)
            Append(layers, ref shape, () => random.NextInt32(2) == 0 ? new Softmax() : new LogSoftmax());
        if (apart.NextInt32(6) == 0)
            InsertMembers(layers, input, apart);
        return new Architecture(name, input, layers)
        {
            Initialization = Initializations[random.NextInt32(Initializations.Length)]
        };
    }

    private static void InsertMembers(List<Layer> layers, Shape input, RandomGenerator apart)
    {
        var place = apart.NextInt32(layers.Count + 1);
        var shape = layers.Take(place).Aggregate(input, (shape, layer) => layer.OutputShape(shape));
        layers.Insert(place, new RandomLayers(apart, prefix: "member_").Members(shape));
    }

    // Tries until a layer fits; a flatten or a rectifier always does.
    private static void Append(List<Layer> layers, ref Shape shape, Func<Layer> draw)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                var layer = draw();
                var output = layer.OutputShape(shape);
                if (layer.MultiplyAdds(shape) > MostMultiplyAdds || output.Elements > 4096)
                    continue;
                layers.Add(layer);
                shape = output;
                return;
            }
            catch (ShapeException)
            {
                // drawn too large for what is left of the picture
            }
        }

        layers.Add(new Relu());
    }
}
