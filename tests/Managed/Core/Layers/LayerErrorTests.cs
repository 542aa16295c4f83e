using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core.Layers;

public class LayerErrorTests
{
    public static TheoryData<Layer, int[], string> Refused => new()
    {
        { new Linear("fc", 4, 2), [5], "fc (Linear) got input of shape [N, 5]; expected [N, 4]." },
        {
            new Linear("fc", 4, 2),
            [1, 2, 2],
            "fc (Linear) got input of shape [N, 1, 2, 2]; expected [N, 4]; a Flatten before it turns pictures into vectors."
        },
        { new Conv2d("conv", 1, 2, 5, 1, 0), [28, 28], "conv (Conv2d) got input of shape [N, 28, 28]; expected [N, 1, H, W]." },
        {
            new Conv2d("conv", 1, 2, 5, 1, 0),
            [3, 28, 28],
            "conv (Conv2d) got input of shape [N, 3, 28, 28]; expected [N, 1, H, W]."
        },
        {
            new Conv2d("conv", 1, 2, 5, 1, 0),
            [1, 4, 28],
            "conv (Conv2d) got input of shape [N, 1, 4, 28]; expected a picture that the 5x5 kernel fits into."
        },
        {
            new PartialConv2d("c3", 2, [[0], [1]], 3),
            [3, 9, 9],
            "c3 (PartialConv2d) got input of shape [N, 3, 9, 9]; expected [N, 2, H, W]."
        },
        {
            new PartialConv2d("c3", 2, [[0], [1]], 3),
            [2, 2, 9],
            "c3 (PartialConv2d) got input of shape [N, 2, 2, 9]; expected a picture that the 3x3 kernel fits into."
        },
        { new Subsampling("s2", 6, 2), [5, 4, 4], "s2 (Subsampling) got input of shape [N, 5, 4, 4]; expected [N, 6, H, W]." },
        {
            new Subsampling("s2", 6, 2),
            [6, 1, 4],
            "s2 (Subsampling) got input of shape [N, 6, 1, 4]; expected a picture that the 2x2 window fits into."
        },
        { new MaxPool2d(2, 2), [400], "MaxPool2d got input of shape [N, 400]; expected [N, C, H, W]." },
        {
            new AvgPool2d(3, 1),
            [1, 2, 2],
            "AvgPool2d got input of shape [N, 1, 2, 2]; expected a picture that the 3x3 window fits into."
        },
        { new GlobalAvgPool2d(), [7], "GlobalAvgPool2d got input of shape [N, 7]; expected [N, C, H, W]." },
        { new ConstantPad2d(2, 0), [7], "ConstantPad2d got input of shape [N, 7]; expected [N, C, H, W]." },
        { new Softmax(), [1, 7], "Softmax got input of shape [N, 1, 7]; expected [N, classes]." },
        { new RbfOutput("rbf", [[1f, -1f]]), [3], "rbf (RbfOutput) got input of shape [N, 3]; expected [N, 2]." },
        {
            new Lift(new Linear("h", 2, 1)),
            [1, 2, 2],
            "h (Lift) got input of shape [N, 1, 2, 2]; expected a vector [N, features]."
        },
        {
            new Residual(new Linear("h", 2, 1)),
            [2],
            "Residual got input of shape [N, 2]; expected a shape that its branch keeps; it returns [N, 1]."
        },
        {
            new Ensemble([new Linear("a", 2, 1)], [new Linear("b", 2, 3)]),
            [2],
            "Ensemble got input of shape [N, 2]; expected a shape of which all members make the same; "
                + "they return [N, 1] and [N, 3]."
        },
        { new Ensemble([new Relu()], [new Linear("b", 2, 2)]), [3], "b (Linear) got input of shape [N, 3]; expected [N, 2]." },
        { new Residual(new Linear("h", 2, 2)), [3], "h (Linear) got input of shape [N, 3]; expected [N, 2]." },
    };

    public static TheoryData<Func<Layer>, string> Impossible => new()
    {
        { () => new Linear("", 1, 1), "" },
        { () => new Linear("a.b", 1, 1), "The layer name 'a.b' contains a dot" },
        { () => new Linear("fc", 0, 1), "inputs is 0; expected at least 1." },
        { () => new Linear("fc", 1, -3), "outputs is -3; expected at least 1." },
        { () => new Conv2d("c", 0, 1, 3, 1, 0), "inputChannels is 0" },
        { () => new Conv2d("c", 1, 0, 3, 1, 0), "outputChannels is 0" },
        { () => new Conv2d("c", 1, 1, new Size2d(3, 0), 1, 0), "kernel is 3x0; expected at least 1x1." },
        { () => new Conv2d("c", 1, 1, 3, 0, 0), "stride is 0x0; expected at least 1x1." },
        { () => new Conv2d("c", 1, 1, 3, 1, -1), "padding is -1x-1; expected at least 0x0." },
        { () => new Conv2d("c", 1, 1, 3, 1, 0, dilation: 0), "dilation is 0x0; expected at least 1x1." },
        { () => new Conv2d("c", 4, 2, 3, 1, 0, groups: 0), "groups is 0; expected at least 1." },
        { () => new Conv2d("c", 4, 6, 3, 1, 0, groups: 4), "groups is 4; expected a divisor of 4 and 6 channels." },
        { () => new Conv2d("c", 3, 4, 3, 1, 0, groups: 2), "groups is 2; expected a divisor of 3 and 4 channels." },
        { () => new MaxPool2d(2, 2, padding: 2), "padding is 2x2; expected at most half the 2x2 kernel." },
        { () => new AvgPool2d(0, 2), "kernel is 0x0" },
        { () => new ConstantPad2d(new Size2d(0, -1), 0), "padding is 0x-1" },
        { () => new Dropout(1), "probability is 1; expected from 0 up to but not including 1." },
        { () => new Dropout(-0.1), "probability is -0.1" },
        { () => new Dropout(double.NaN), "probability is NaN" },
        { () => new Subsampling("s", 0, 2), "channels is 0" },
        { () => new PartialConv2d("c", 3, [], 3), "Each output of c needs a rising list of input channels from 0 to 2." },
        { () => new PartialConv2d("c", 3, [[]], 3), "Each output of c needs" },
        { () => new PartialConv2d("c", 3, [[0, 0]], 3), "Each output of c needs" },
        { () => new PartialConv2d("c", 3, [[2, 1]], 3), "Each output of c needs" },
        { () => new PartialConv2d("c", 3, [[-1]], 3), "Each output of c needs" },
        { () => new PartialConv2d("c", 3, [[3]], 3), "Each output of c needs" },
        { () => new RbfOutput("r", []), "The prototypes need at least one row" },
        { () => new RbfOutput("r", [[1f], [1f, 2f]]), "The prototypes need at least one row, all rows of one length." },
        { () => new Lift(new Relu()), "A lift needs exactly one layer with parameters" },
        { () => new Lift(new Residual(new Linear("a", 1, 1))), "A lift needs exactly one layer with parameters" },
        { () => new Residual(), "The branch of a residual has no layer." },
        {
            () => new Residual(new Linear("a", 1, 1), new Step()),
            "The branch of a residual holds a Step; it may stand before or behind the residual."
        },
        {
            () => new Residual([new Linear("a", 1, 1)], [new Step()]),
            "The shortcut of a residual holds a Step; it may stand before or behind the residual."
        },
        { () => new Residual([], [new Linear("a", 1, 1)]), "The branch of a residual has no layer." },
        { () => new Residual(new Residual(new Step())), "The branch of a residual holds a Step" },
        { () => new Residual(new RbfOutput("r", [[1f]])), "The branch of a residual holds a RbfOutput" },
        {
            () => new Residual(new Residual(new Residual(new Residual(new Residual(new Relu()))))),
            "More than 4 residuals stand in each other."
        },
        { () => new Ensemble(), "An ensemble has 0 members; expected 2 to 256." },
        { () => new Ensemble([new Relu()]), "An ensemble has 1 members; expected 2 to 256." },
        {
            () => new Ensemble([.. Enumerable.Repeat((IReadOnlyList<Layer>)[new Relu()], 257)]),
            "An ensemble has 257 members; expected 2 to 256."
        },
        { () => new Ensemble([new Relu()], []), "Member 2 of an ensemble has no layer." },
        {
            () => new Ensemble([new Relu()], [new Linear("a", 1, 1), new Step()]),
            "Member 2 of an ensemble holds a Step; it may stand before or behind the ensemble."
        },
        { () => new Ensemble([new RbfOutput("r", [[1f]])], [new Relu()]), "Member 1 of an ensemble holds a RbfOutput" },
        { () => Nested(5), "More than 4 ensembles stand in each other." },
        { () => new Lift(new Linear("a", 1, 1), new Linear("b", 1, 1)), "A lift needs exactly one layer with parameters" },
    };

    private static Layer Nested(int depth) => depth == 0 ? new Relu() : new Ensemble([Nested(depth - 1)], [new Relu()]);

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void A_layer_says_what_came_and_what_it_expects(Layer layer, int[] input, string message) =>
        Assert.Equal(message, Assert.Throws<ShapeException>(() => layer.OutputShape(Shape.Create(input))).Message);

    [Theory]
    [MemberData(nameof(Impossible), DisableDiscoveryEnumeration = true)]
    public void A_layer_that_is_constructed_is_valid(Func<Layer> construct, string message) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(construct).Message, StringComparison.Ordinal);
}
