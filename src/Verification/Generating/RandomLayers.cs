using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Verification.Generating;

/// <summary>Draws layers of every kind.</summary>
/// <param name="random">Where chance comes from.</param>
/// <param name="prefix">What their names begin with.</param>
internal sealed class RandomLayers(RandomGenerator random, string prefix = "") : ILayerKinds<LayerDraw>
{
    private const int LargestSize = 17;

    private IReadOnlyList<LayerDraw>? _draws;
    private int _names;

    public LayerDraw AvgPool2d => new(2, _ => MeanPool(), null);

    public LayerDraw BatchNorm1d => new(2, null, features => new BatchNorm1d(Name("bn"), features, Eps(), Momentum()));

    public LayerDraw BatchNorm2d => new(2, channels => new BatchNorm2d(Name("bn"), channels, Eps(), Momentum()), null);

    public LayerDraw ConstantPad2d => new(2, _ => new ConstantPad2d(Pair(0, 2), random.NextSingle() - 0.5f), null);

    public LayerDraw Conv2d => new(4, Convolution, null);

    public LayerDraw Dropout => new(1, _ => Drop(), _ => Drop());

    /// <summary>Ensembles come between the layers of a network that has been drawn without.</summary>
    public LayerDraw Ensemble => new(0, null, null);

    public LayerDraw Flatten => new(1, _ => new Flatten(), null);

    public LayerDraw GlobalAvgPool2d => new(1, _ => new GlobalAvgPool2d(), null);

    public LayerDraw Lift =>
        new(2, null, features => new Lift([new Linear(Name("lift"), features, Between(1, 4)), Activation(), .. Sometimes(Drop)]));

    public LayerDraw Linear => new(8, null, features => new Linear(Name("fc"), features, Size()));

    public LayerDraw LogSoftmax => new(2, null, _ => new LogSoftmax());

    public LayerDraw MaxPool2d => new(2, _ => MaxPool(), null);

    public LayerDraw PartialConv2d =>
        new(2, channels => new PartialConv2d(Name("partial"), channels, Table(channels), Pair(1, 4)), null);

    public LayerDraw RbfOutput => new(2, null, features => new RbfOutput(
        Name("rbf"), [.. Enumerable.Range(0, Between(1, 6)).Select(_ => Prototype(features))]));

    public LayerDraw Residual => new(2, ResidualOfPictures, ResidualOfVectors);

    public LayerDraw Softmax => new(2, null, _ => new Softmax());

    public LayerDraw Subsampling => new(2, channels => new Subsampling(Name("sub"), channels, Pair(1, 3)), null);

    /// <summary>
    /// Activations come every third time, whatever the kinds of layers are; a step, which hides every layer before it from
    /// gradients, rarely.
    /// </summary>
    LayerDraw ILayerKinds<LayerDraw>.Activation(ActivationKind kind) => new(0, null, null);

    /// <summary>A layer for a shape, which may turn out too large for it.</summary>
    public Layer Any(Shape shape)
    {
        if (random.NextInt32(3) == 0)
            return Activation();
        _draws ??= [.. LayerKinds.ByName(this).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)];
        var fitting = _draws.Select(draw => (draw.Weight, Draw: shape.Count == 3 ? draw.OfPictures : draw.OfVectors))
            .Where(entry => entry.Draw is not null).ToList();
        var chosen = random.NextInt32(fitting.Sum(entry => entry.Weight));
        return fitting.First(entry => (chosen -= entry.Weight) < 0).Draw!(shape[0]);
    }

    /// <summary>A fully connected layer.</summary>
    public Layer Output(int features, int outputs) => new Linear(Name("out"), features, outputs);

    /// <summary>An ensemble of two to four members, which need not be alike, for a shape that it keeps.</summary>
    public Layer Members(Shape shape)
    {
        var givesProbabilities = shape.Count == 1 && random.NextInt32(2) == 0;
        return new Ensemble([.. Enumerable.Range(0, Between(2, 4))
            .Select(_ => shape.Count == 3 ? MemberOfPictures(shape[0]) : MemberOfVectors(shape[0], givesProbabilities))]);
    }

    /// <summary>A number of features or pixels.</summary>
    public int Size() => Between(1, LargestSize);

    /// <summary>A whole number between two, both included.</summary>
    public int Between(int low, int high) => low + random.NextInt32(high - low + 1);

    private Activation Activation()
    {
        var kind = ActivationKind.All[random.NextInt32(ActivationKind.All.Count)];
        return kind.Name == nameof(Step) && random.NextInt32(2) == 0
            ? new Relu()
            : kind.Create([.. kind.Constants.Select(Constant)]);
    }

    // A decimal, as people write it; no single holds most of them.
    private double Constant(ActivationConstant constant) => Math.Round(random.NextUniform(constant.Low, constant.High), 3);

    // Every third one has groups, where the channels can be divided.
    private Conv2d Convolution(int channels)
    {
        var divisors = Enumerable.Range(1, channels).Where(groups => channels % groups == 0).ToList();
        var groups = random.NextInt32(3) == 0 ? divisors[random.NextInt32(divisors.Count)] : 1;
        return new(Name("conv"), channels, groups * Between(1, Math.Max(1, 5 / groups)), Pair(1, 5), Pair(1, 3), Pair(0, 2),
            Pair(1, 2), groups);
    }

    private Dropout Drop() => new(random.NextDouble() * 0.9);

    private double Eps() => random.NextInt32(2) == 0 ? BatchNorm.DefaultEps : random.NextUniform(0.001, 0.5);

    private double Momentum() => random.NextInt32(2) == 0 ? BatchNorm.DefaultMomentum : random.NextDouble();

    // Every second one is the common one, which fused kernels take into the pass of a convolution.
    private MaxPool2d MaxPool()
    {
        if (random.NextInt32(2) == 0)
            return new MaxPool2d(kernel: 2, stride: 2, ceilMode: random.NextInt32(2) == 0);
        var kernel = Pair(1, 4);
        return new MaxPool2d(kernel, Pair(1, 3), Half(kernel), ceilMode: random.NextInt32(2) == 0);
    }

    private AvgPool2d MeanPool()
    {
        var kernel = Pair(1, 4);
        return new AvgPool2d(
            kernel, Pair(1, 3), Half(kernel), ceilMode: random.NextInt32(2) == 0, countIncludePad: random.NextInt32(2) == 0);
    }

    private IReadOnlyList<Layer> MemberOfPictures(int channels)
    {
        var (between, side) = (Between(1, 4), (2 * Between(0, 1)) + 1);
        return
        [
            .. Sometimes(Slope),
            new Conv2d(Name("conv"), channels, between, side, stride: 1, padding: side / 2),
            .. Sometimes(() => Normalization(between)), Slope(), .. Sometimes(Drop),
            new Conv2d(Name("conv"), between, channels, kernel: 1, stride: 1, padding: 0),
        ];
    }

    // One in three begins with a residual.
    private IReadOnlyList<Layer> MemberOfVectors(int features, bool givesProbabilities)
    {
        var between = Between(1, 6);
        return
        [
            .. Sometimes(() => ResidualOfVectors(features)),
            new Linear(Name("fc"), features, between), Slope(), .. Sometimes(Drop),
            new Linear(Name("fc"), between, features),
            .. givesProbabilities ? [new Softmax()] : (Layer[])[],
        ];
    }

    // Two convolutions as in a residual network: each may be normalized, something may be dropped between them, and every
    // third one has a convolution in its shortcut, with a stride of 2 or other channels.
    private Residual ResidualOfPictures(int channels)
    {
        var (between, side, projects) = (Between(1, 4), (2 * Between(0, 1)) + 1, random.NextInt32(3) == 0);
        var (stride, outputs) = projects ? (Between(1, 2), Between(1, 4)) : (1, channels);
        return new(
        [
            new Conv2d(
                Name("conv"), channels, between, side, stride, padding: side / 2), .. Sometimes(() => Normalization(between)),
            Slope(), .. Sometimes(Drop),
            new Conv2d(Name("conv"), between, outputs, side, stride: 1, padding: side / 2),
            .. Sometimes(() => Normalization(outputs)),
        ],
        projects ? [
            new Conv2d(Name("conv"), channels, outputs, kernel: 1, stride, padding: 0),
            .. Sometimes(() => Normalization(outputs))
        ] : []);
    }

    // Every fourth one has another in it.
    private Residual ResidualOfVectors(int features)
    {
        var between = Between(1, 6);
        var first = new Linear(Name("fc"), features, between);
        Layer middle = random.NextInt32(4) == 0
            ? new Residual([new Linear(Name("fc"), between, between), .. Sometimes(Drop), Slope()])
            : Slope();
        return new(
            [first, middle, .. Sometimes(() => BatchNorm1d.OfVectors!(between)), new Linear(Name("fc"), between, features)]);
    }

    private Layer Normalization(int channels) => BatchNorm2d.OfPictures!(channels);

    // None, or one with a chance of a third.
    private IEnumerable<Layer> Sometimes(Func<Layer> draw) => random.NextInt32(3) == 0 ? [draw()] : [];

    private Activation Slope() => Activation() is var drawn and not Step ? drawn : new Relu();

    private IReadOnlyList<int>[] Table(int channels) =>
        [.. Enumerable.Range(0, Between(1, 4)).Select(_ => (IReadOnlyList<int>)[.. Subset(channels)])];

    private List<int> Subset(int channels)
    {
        var subset = Enumerable.Range(0, channels).Where(_ => random.NextInt32(2) == 0).ToList();
        return subset.Count > 0 ? subset : [random.NextInt32(channels)];
    }

    private float[] Prototype(int features) =>
        [.. Enumerable.Range(0, features).Select(_ => random.NextInt32(2) == 0 ? -1f : 1f)];

    private string Name(string kind) => $"{prefix}{kind}{++_names}";

    private Size2d Pair(int low, int high) => new(Between(low, high), Between(low, high));

    private Size2d Half(Size2d kernel) => new(Between(0, kernel.Height / 2), Between(0, kernel.Width / 2));
}
