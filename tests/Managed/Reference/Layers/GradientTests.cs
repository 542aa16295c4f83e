using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Reference.Support;
using Described = TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Reference.Layers;

/// <summary>
/// Every layer's hand-written gradient, at a random upstream gradient and with all sizes different, against dual numbers
/// and central differences; its values over fractions; its rounding bound against simulated float32 engines.
/// </summary>
public class GradientTests
{
    // The last number: the share of the bound that the worst of 60 simulated computations uses at least. Long sums use
    // little of theirs, because roundings cancel; a bound below it would still hold, one tenfold would be found out.
    public static TheoryData<string, Layer, int[], double> Layers => new()
    {
        { "linear", new Described.Linear("fc", 5, 3), [2, 5], 0.15 },
        {
            "convolution",
            new Described.Conv2d("conv", 2, 3, new Size2d(3, 2), new Size2d(2, 1), new Size2d(1, 2), new Size2d(1, 2)),
            [2, 2, 5, 6],
            0.1
        },
        {
            "groups",
            new Described.Conv2d("conv", 4, 6, new Size2d(3, 2), new Size2d(2, 1), new Size2d(1, 2), new Size2d(1, 2), groups: 2),
            [2, 4, 5, 6],
            0.1
        },
        { "depthwise", new Described.Conv2d("conv", 3, 6, new Size2d(2, 3), 1, new Size2d(0, 1), groups: 3), [2, 3, 5, 4], 0.1 },
        { "partial", new Described.PartialConv2d("c3", 3, [[0, 1], [2], [0, 2]], 2), [2, 3, 4, 5], 0.1 },
        { "subsampling", new Described.Subsampling("s2", 2, 2), [2, 2, 5, 4], 0.1 },
        { "rbf", new Described.RbfOutput("rbf", [[1, 2, 3, 4], [5, 6, 7, 8], [0, 1, 0, 1]]), [2, 4], 0.1 },
        { "lift", new Described.Lift(new Described.Linear("fc", 3, 2), new Described.Tanh()), [2, 3], 0.05 },
        {
            "residual",
            new Described.Residual(new Described.Linear("a", 3, 4), new Described.Tanh(), new Described.Linear("b", 4, 3)),
            [2, 3],
            0.02
        },
        {
            "residuals",
            new Described.Residual(
                new Described.Conv2d("a", 2, 3, 3, 1, 1),
                new Described.Silu(),
                new Described.Residual(new Described.Conv2d("b", 3, 3, 1, 1, 0)),
                new Described.Conv2d("c", 3, 2, 1, 1, 0)),
            [2, 2, 3, 4],
            0.01
        },
        {
            "ensemble",
            new Described.Ensemble(
                [new Described.Linear("a", 3, 4), new Described.Tanh(), new Described.Linear("b", 4, 2)],
                [new Described.Linear("c", 3, 2), new Described.Softmax()],
                [new Described.Linear("d", 3, 2)]),
            [2, 3],
            0.02
        },
        { "max pool", new Described.MaxPool2d(3, 2, 1, ceilMode: true), [2, 3, 6, 5], 0 },
        { "avg pool", new Described.AvgPool2d(3, 2, 1), [2, 3, 6, 5], 0.05 },
        { "global average", new Described.GlobalAvgPool2d(), [2, 3, 4, 5], 0.03 },
        { "pad", new Described.ConstantPad2d(new Size2d(1, 2), 0.5f), [2, 3, 4, 5], 0 },
        { "flatten", new Described.Flatten(), [2, 3, 4, 5], 0 },
        { "relu", new Described.Relu(), [3, 7], 0 },
        { "sigmoid", new Described.Sigmoid(), [3, 7], 0.05 },
        { "tanh", new Described.Tanh(), [3, 7], 0.1 },
        { "scaled tanh", new Described.ScaledTanh(), [3, 7], 0.05 },
        { "leaky relu", new Described.LeakyRelu(0.3), [3, 7], 0.05 },
        { "steep leaky relu", new Described.LeakyRelu(2.5), [3, 7], 0.05 },
        { "elu", new Described.Elu(0.7), [3, 7], 0.03 },
        { "hardtanh", new Described.Hardtanh(-0.4, 0.55), [3, 7], 0 },
        { "silu", new Described.Silu(), [3, 7], 0.05 },
        { "gelu", new Described.Gelu(), [3, 7], 0.03 },
        { "gelu by tanh", new Described.GeluTanh(), [3, 7], 0.03 },
        { "softmax", new Described.Softmax(), [3, 7], 0.05 },
        { "log softmax", new Described.LogSoftmax(), [3, 7], 0.05 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Hand_written_gradients_agree_with_duals_and_differences(string name, Layer layer, int[] sizes, double share)
    {
        _ = (name, share);

        Proof.GradientIsRight(new LayerFunction(layer), Inputs(layer, sizes, Arrays.Random));
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void No_float32_engine_leaves_the_bound_and_the_bound_is_used(string name, Layer layer, int[] sizes, double share)
    {
        _ = name;

        Bounds.Hold(new LayerFunction(layer), share, Inputs(layer, sizes, Arrays.Random));
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("convolution")]
    [InlineData("groups")]
    [InlineData("depthwise")]
    [InlineData("partial")]
    [InlineData("subsampling")]
    [InlineData("rbf")]
    [InlineData("max pool")]
    [InlineData("pad")]
    [InlineData("flatten")]
    [InlineData("relu")]
    public void On_whole_numbers_double_is_exact(string name)
    {
        var (_, layer, sizes, _) = Layers.Select(row => row.Data).Single(row => row.Item1 == name);

        Proof.IsExact(new LayerFunction(layer), Inputs(layer, sizes, Arrays.Lattice));
    }

    // No step moves them, so that no layer asks.
    [Fact]
    public void The_gradient_of_prototypes_is_right_though_they_are_constants()
    {
        Proof.GradientIsRight(new RbfFunction(), Arrays.Random(1, 2, 4), Arrays.Random(2, 3, 4));
        Proof.IsExact(new RbfFunction(), Arrays.Lattice(1, 2, 4), Arrays.Lattice(2, 3, 4));
        Bounds.Hold(new RbfFunction(), 0.1, Arrays.Random(1, 2, 4), Arrays.Random(2, 3, 4));
    }

    [Fact]
    public void Dropout_in_training_is_a_linear_map()
    {
        bool[] kept = [true, false, true, true, false, false];
        var function = new LayerFunction(new Described.Dropout(0.25), LayerState.Keeping(kept));

        Proof.GradientIsRight(function, Arrays.Random(1, 2, 3));
        Bounds.Hold(function, 0.1, Arrays.Random(1, 2, 3));
    }

    [Theory]
    [InlineData(2, 1, 1, 0, 1)]
    [InlineData(3, 2, 1, 2, 0)]
    [InlineData(2, 2, 3, 1, 2)]
    [InlineData(1, 3, 1, 0, 0)]
    public void Windows_with_unequal_padding_have_right_gradients(int kernel, int stride, int dilation, int begin, int end)
    {
        var window = new Window2d(new WindowAxis(kernel, stride, dilation, begin, end), new WindowAxis(2, 1, 2, end, begin));
        var x = Arrays.Random(1, 2, 3, 7, 8);

        Proof.GradientIsRight(new ConvFunction(window), x, Arrays.Random(2, 4, 3, kernel, 2), Arrays.Random(3, 4));
        Proof.IsExact(
            new ConvFunction(window), Arrays.Lattice(1, 2, 3, 7, 8), Arrays.Lattice(2, 4, 3, kernel, 2), Arrays.Lattice(3, 4));
        foreach (var ceiling in (bool[])[false, true])
        {
            Proof.GradientIsRight(new MaxPoolFunction(window, ceiling), x);
            Proof.GradientIsRight(new AvgPoolFunction(window, ceiling, CountIncludePad: true), x);
            Proof.GradientIsRight(new AvgPoolFunction(window, ceiling, CountIncludePad: false), x);
            Bounds.Hold(new AvgPoolFunction(window, ceiling, CountIncludePad: false), 0, x);
        }
    }

    private static Tensor<Float64>[] Inputs(
        Layer layer, int[] sizes, Func<ulong, int[], Tensor<Float64>> draw) =>
        [draw(1, sizes), .. layer.Parameters.Select((spec, i) => draw((ulong)i + 2, [.. spec.Shape.Select(size => size)]))];
}
