using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core.Layers;

/// <summary>
/// What each layer says about shapes and sizes; the numbers come from counting by hand or from the paper named.
/// </summary>
public class LayerTests
{
    private static readonly Shape Picture = [6, 14, 15];
    private static readonly Shape Vector = [84];

    [Fact]
    public void A_convolution_counts_its_kernels()
    {
        var layer = new Conv2d(
            "conv",
            6,
            16,
            kernel: new Size2d(3, 5),
            stride: new Size2d(2, 1),
            padding: new Size2d(1, 0),
            dilation: new Size2d(1, 2));

        Assert.Equal([16, 7, 7], layer.OutputShape(Picture)); // rows: (14 + 2 - 3) / 2 + 1; columns: 15 - 2 * 4
        Assert.Equal(
            [("weight", Shape.Create(16, 6, 3, 5)), ("bias", Shape.Create(16))],
            layer.Parameters.Select(spec => (spec.Name, spec.Shape)));
        Assert.All(layer.Parameters, spec => Assert.Equal((90, true), (spec.FanIn, spec.Trainable)));
        Assert.Equal(16 * 90 + 16, layer.ParameterCount);
        Assert.Equal(16 * 7 * 7 * 90, layer.MultiplyAdds(Picture));
        Assert.Equal(16 * 7 * 7 * 91, layer.Connections(Picture));
        Assert.Equal(new ReceptiveField(new Size2d(3, 9), new Size2d(2, 1)), layer.Field(ReceptiveField.OnePixel));
    }

    [Fact]
    public void A_convolution_with_groups_counts_the_kernels_within_them()
    {
        var layer = new Conv2d("conv", 6, 9, kernel: new Size2d(3, 5), stride: 1, padding: 0, groups: 3);

        Assert.Equal([9, 12, 11], layer.OutputShape(Picture));
        Assert.Equal(
            [("weight", Shape.Create(9, 2, 3, 5)), ("bias", Shape.Create(9))],
            layer.Parameters.Select(spec => (spec.Name, spec.Shape)));
        Assert.All(layer.Parameters, spec => Assert.Equal(30, spec.FanIn));
        Assert.Equal((9 * 30) + 9, layer.ParameterCount);
        Assert.Equal(9 * 12 * 11 * 30, layer.MultiplyAdds(Picture));
        Assert.Equal(9 * 12 * 11 * 31, layer.Connections(Picture));
    }

    [Fact]
    public void A_fully_connected_layer_counts_its_weights()
    {
        var layer = new Linear("fc", 84, 10);

        Assert.Equal([10], layer.OutputShape(Vector));
        Assert.Equal(
            [("weight", Shape.Create(10, 84), 84), ("bias", Shape.Create(10), 84)],
            layer.Parameters.Select(spec => (spec.Name, spec.Shape, spec.FanIn)));
        Assert.Equal((850L, 840L, 850L), (layer.ParameterCount, layer.MultiplyAdds(Vector), layer.Connections(Vector)));
        Assert.Null(layer.Field(ReceptiveField.OnePixel));
    }

    [Fact]
    public void Pooling_has_no_parameters_and_may_round_up()
    {
        Pool2d[] layers =
        [
            new MaxPool2d(2, 2), new MaxPool2d(2, 2, ceilMode: true), new AvgPool2d(3, 2, 1), new AvgPool2d(2, 2, ceilMode: true)
        ];

        Assert.Equal(
            ["[N, 6, 7, 7]", "[N, 6, 7, 8]", "[N, 6, 7, 8]", "[N, 6, 7, 8]"],
            layers.Select(layer => layer.OutputShape(Picture).ToString()));
        Assert.All(
            layers,
            layer => Assert.Equal((0L, 0L, 0L), (layer.ParameterCount, layer.MultiplyAdds(Picture), layer.Connections(Picture))));
        Assert.Equal(new Size2d(2, 2), layers[0].Field(ReceptiveField.OnePixel)!.Value.Step);
    }

    [Fact]
    public void Global_average_pooling_leaves_one_number_per_channel()
    {
        Assert.Equal([6], new GlobalAvgPool2d().OutputShape(Picture));
        Assert.Null(new GlobalAvgPool2d().Field(ReceptiveField.OnePixel));
    }

    [Fact]
    public void Flatten_joins_all_axes()
    {
        Assert.Equal([6 * 14 * 15], new Flatten().OutputShape(Picture));
        Assert.Throws<ShapeException>(() => new Flatten().OutputShape([1 << 20, 1 << 20]));
    }

    [Fact]
    public void A_border_grows_the_picture_on_both_sides() =>
        Assert.Equal([6, 14 + 4, 15 + 2], new ConstantPad2d(new Size2d(2, 1), -0.1f).OutputShape(Picture));

    [Fact]
    public void Activations_keep_any_shape()
    {
        Layer[] layers = [new Relu(), new Tanh(), new ScaledTanh(), new Sigmoid(), new Step(), new Dropout(0.5)];

        Assert.All(layers, layer => Assert.Equal((Picture, Vector), (layer.OutputShape(Picture), layer.OutputShape(Vector))));
        Assert.All(layers, layer => Assert.Equal(ReceptiveField.OnePixel, layer.Field(ReceptiveField.OnePixel)));
        Assert.Equal(["ReLU", "Tanh", "ScaledTanh", "Sigmoid", "Step", "Dropout"], layers.Select(layer => layer.Kind));
    }

    [Fact]
    public void The_scaled_tanh_maps_1_to_1() =>
        Assert.Equal(1.0, ScaledTanh.Amplitude * Math.Tanh(ScaledTanh.Slope), tolerance: 1e-4); // A is given to four decimals

    [Fact]
    public void Softmax_takes_vectors_only()
    {
        Layer[] layers = [new Softmax(), new LogSoftmax()];

        Assert.All(layers, layer => Assert.Equal(Vector, layer.OutputShape(Vector)));
        Assert.All(layers, layer => Assert.Throws<ShapeException>(() => layer.OutputShape(Picture)));
    }

    [Fact]
    public void A_lift_appends_what_its_inner_layers_return()
    {
        // The source note's XOR network: x1, x2 and one hidden unit.
        var layer = new Lift(new Linear("hidden", 2, 1), new Step());

        Assert.Equal([3], layer.OutputShape([2]));
        Assert.Equal(("hidden", 3L, 2L, 3L), (layer.Name, layer.ParameterCount, layer.MultiplyAdds([2]), layer.Connections([2])));
        Assert.Equal(["weight", "bias"], layer.Parameters.Select(spec => spec.Name));
    }

    [Fact]
    public void A_residual_has_the_shape_of_its_input_and_the_parameters_of_its_branch()
    {
        var layer = new Residual(
            new Conv2d("a", 6, 2, kernel: 3, stride: 1, padding: 1),
            new Relu(),
            new Residual(new Conv2d("b", 2, 2, kernel: 1, stride: 1, padding: 0)),
            new Conv2d("c", 2, 6, kernel: 3, stride: 1, padding: 1));

        Assert.Equal(Picture, layer.OutputShape(Picture));
        Assert.Null(layer.Name);
        Assert.Equal(["a.weight", "a.bias", "b.weight", "b.bias", "c.weight", "c.bias"], layer.Parameters.Select(layer.FullName));
        Assert.Equal(110 + 6 + 114, layer.ParameterCount);
        Assert.Equal(14 * 15 * (108 + 4 + 108), layer.MultiplyAdds(Picture));
        Assert.Equal(14 * 15 * (110 + 6 + 114), layer.Connections(Picture));
        Assert.Equal(new Size2d(5, 5), layer.Field(ReceptiveField.OnePixel)!.Value.Size);
    }

    [Fact]
    public void A_shortcut_with_layers_changes_the_shape_as_the_branch_does()
    {
        var layer = new Residual(
            [new Conv2d("a", 6, 2, kernel: 3, stride: 2, padding: 1), new Relu(),
                new Conv2d("b", 2, 4, kernel: 3, stride: 1, padding: 1)],
            [new Conv2d("c", 6, 4, kernel: 1, stride: 2, padding: 0), new BatchNorm2d("bn", 4)]);

        Assert.Equal([4, 7, 8], layer.OutputShape(Picture));
        Assert.Equal(
            ["a.weight", "a.bias", "b.weight", "b.bias", "c.weight", "c.bias", "bn.weight", "bn.bias"],
            layer.Trainable.Select(layer.FullName));
        Assert.Equal(7 * 8 * (108 + 72 + 24 + 4), layer.MultiplyAdds(Picture));
        Assert.Equal(new Size2d(7, 7), layer.Field(ReceptiveField.OnePixel)!.Value.Size);
        Assert.Equal(["Conv2d", "BatchNorm2d"], layer.Shortcut.Select(inner => inner.Kind));
    }

    [Fact]
    public void An_ensemble_has_the_shape_of_its_members_outputs_and_the_parameters_of_them_all()
    {
        var layer = new Ensemble(
            [new Conv2d("a", 6, 4, kernel: 3, stride: 2, padding: 1), new Relu()],
            [new Conv2d("b", 6, 2, kernel: 1, stride: 2, padding: 0),
                new Ensemble(
                    [new Conv2d("c", 2, 4, kernel: 1, stride: 1, padding: 0)],
                    [new Conv2d("d", 2, 4, kernel: 5, stride: 1, padding: 2)])]);

        Assert.Equal([4, 7, 8], layer.OutputShape(Picture));
        Assert.Null(layer.Name);
        Assert.Equal(
            ["a.weight", "a.bias", "b.weight", "b.bias", "c.weight", "c.bias", "d.weight", "d.bias"],
            layer.Parameters.Select(layer.FullName));
        Assert.Equal(220 + 14 + 12 + 204, layer.ParameterCount);
        Assert.Equal(7 * 8 * (216 + 12 + 8 + 200), layer.MultiplyAdds(Picture));
        Assert.Equal(7 * 8 * (220 + 14 + 12 + 204), layer.Connections(Picture));
        Assert.Equal(new Size2d(9, 9), layer.Field(ReceptiveField.OnePixel)!.Value.Size); // 1 + 2 (5 - 1)
        Assert.Equal(["Conv2d", "Ensemble"], layer.Members[1].Select(inner => inner.Kind));
    }

    [Fact]
    public void Fixed_prototypes_are_not_trainable()
    {
        var layer = new RbfOutput("rbf", [.. Enumerable.Range(0, 10).Select(_ => new float[84])]);

        Assert.Equal([10], layer.OutputShape(Vector));
        Assert.Equal((0L, 840L, 840L), (layer.ParameterCount, layer.MultiplyAdds(Vector), layer.Connections(Vector)));
        Assert.Equal(new ParameterSpec("weight", [10, 84], 84, ParameterRole.Constant), Assert.Single(layer.Parameters));
    }

    [Fact]
    public void Layers_of_the_same_description_are_equal()
    {
        Assert.Equal(new Conv2d("c", 1, 2, 3, 1, 0), new Conv2d("c", 1, 2, 3, 1, 0, dilation: 1));
        Assert.NotEqual<Layer>(new MaxPool2d(2, 2), new MaxPool2d(2, 2, ceilMode: true));
        Assert.NotEqual<Layer>(new MaxPool2d(2, 2), new AvgPool2d(2, 2));
    }
}
