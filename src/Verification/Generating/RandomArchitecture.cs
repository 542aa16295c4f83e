using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Verification.Generating;

/// <summary>Draws networks layer by layer, each one that fits the shape so far.</summary>
/// <param name="random">Where chance comes from.</param>
internal sealed class RandomArchitecture(RandomGenerator random)
{
    private const int LargestSize = 17;
    private const int LargestDepth = 6;
    private const long MostMultiplyAdds = 100_000; // for a sample, so that ten thousand networks take minutes
    private const int Attempts = 20;

    private int _names;

    /// <summary>A network whose results are vectors.</summary>
    public Architecture Draw(string name)
    {
        Shape shape = random.NextInt32(4) == 0 ? [Size()] : [Between(1, 4), Size(), Size()];
        var input = shape;
        var layers = new List<Layer>();
        for (var depth = Between(1, LargestDepth); depth > 0; depth--)
            Append(layers, ref shape, () => Any(shape));
        if (shape.Count == 3)
            Append(layers, ref shape, () => random.NextInt32(3) == 0 ? new GlobalAvgPool2d() : new Flatten());
        if (random.NextInt32(2) == 0)
            Append(layers, ref shape, () => new Linear(Name("out"), shape[0], Between(1, 10)));
        if (random.NextInt32(6) == 0)
            Append(layers, ref shape, () => random.NextInt32(2) == 0 ? new Softmax() : new LogSoftmax());
        return new Architecture(name, input, layers) { Initialization = Pick(Enum.GetValues<Initialization>()) };
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

    private Layer Any(Shape shape) => random.NextInt32(3) == 0 ? Activation() : shape.Count == 3 ? OfPictures(shape[0]) : OfVectors(shape[0]);

    private Layer Activation() => random.NextInt32(16) switch
    {
        < 4 => new Relu(),
        < 7 => new Tanh(),
        < 10 => new Sigmoid(),
        < 13 => new ScaledTanh(),
        < 15 => new Dropout(random.NextDouble() * 0.9),
        _ => new Step(),
    };

    private Layer OfPictures(int channels) => random.NextInt32(8) switch
    {
        0 or 1 => new Conv2d(Name("conv"), channels, Between(1, 5), Pair(1, 5), Pair(1, 3), Pair(0, 2), Pair(1, 2)),
        2 => MaxPool(),
        3 => AvgPool(),
        4 => new Subsampling(Name("sub"), channels, Pair(1, 3)),
        5 => new PartialConv2d(Name("partial"), channels, Table(channels), Pair(1, 4)),
        6 => new ConstantPad2d(Pair(0, 2), random.NextSingle() - 0.5f),
        _ => random.NextInt32(2) == 0 ? new Flatten() : new GlobalAvgPool2d(),
    };

    private Layer OfVectors(int features) => random.NextInt32(8) switch
    {
        <= 3 => new Linear(Name("fc"), features, Size()),
        4 => new RbfOutput(Name("rbf"), [.. Enumerable.Range(0, Between(1, 6)).Select(_ => Prototype(features))]),
        5 => new Softmax(),
        6 => new LogSoftmax(),
        _ => new Lift(new Linear(Name("lift"), features, Between(1, 4)), random.NextInt32(2) == 0 ? new Tanh() : new Step()),
    };

    // Every second one is the common one, which fused kernels take into the pass of a convolution.
    private MaxPool2d MaxPool()
    {
        if (random.NextInt32(2) == 0)
            return new MaxPool2d(kernel: 2, stride: 2, ceilMode: random.NextInt32(2) == 0);
        var kernel = Pair(1, 4);
        return new MaxPool2d(kernel, Pair(1, 3), Half(kernel), ceilMode: random.NextInt32(2) == 0);
    }

    private AvgPool2d AvgPool()
    {
        var kernel = Pair(1, 4);
        return new AvgPool2d(kernel, Pair(1, 3), Half(kernel), ceilMode: random.NextInt32(2) == 0, countIncludePad: random.NextInt32(2) == 0);
    }

    private IReadOnlyList<int>[] Table(int channels) =>
        [.. Enumerable.Range(0, Between(1, 4)).Select(_ => (IReadOnlyList<int>)[.. Subset(channels)])];

    private List<int> Subset(int channels)
    {
        var subset = Enumerable.Range(0, channels).Where(_ => random.NextInt32(2) == 0).ToList();
        return subset.Count > 0 ? subset : [random.NextInt32(channels)];
    }

    private float[] Prototype(int features) => [.. Enumerable.Range(0, features).Select(_ => random.NextInt32(2) == 0 ? -1f : 1f)];

    private string Name(string kind) => $"{kind}{++_names}";

    private int Size() => Between(1, LargestSize);

    private int Between(int low, int high) => low + random.NextInt32(high - low + 1);

    private Size2d Pair(int low, int high) => new(Between(low, high), Between(low, high));

    private Size2d Half(Size2d kernel) => new(Between(0, kernel.Height / 2), Between(0, kernel.Width / 2));

    private T Pick<T>(T[] items) => items[random.NextInt32(items.Length)];
}
