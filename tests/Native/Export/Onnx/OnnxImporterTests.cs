using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Graphs.Nodes;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>Graphs drawn by hand, in the forms that exporters give to layers; each is computed on both sides.</summary>
public sealed class OnnxImporterTests
{
    private static readonly OnnxAttribute Kernel3 = Integers("kernel_shape", 3, 3);

    [Fact]
    public void A_chain_becomes_layers_with_the_names_of_its_constants()
    {
        var model = new Sketch(1, 6, 6)
            .Random("features.0.weight", 2, 1, 3, 3).Random("features.0.bias", 2).Random("fc.weight", 5, 8).Random("fc.bias", 5)
            .Node("Conv", ["features.0.weight", "features.0.bias"])
            .Node("Relu")
            .Node("MaxPool", Integers("kernel_shape", 2, 2), Integers("strides", 2, 2))
            .Node("Flatten")
            .Node("Gemm", ["fc.weight", "fc.bias"], Integer("transB", 1))
            .Node("LogSoftmax")
            .ImportAndCompare();

        Assert.Equal(
            [
                new Conv2d("features_0", 1, 2, kernel: 3, stride: 1, padding: 0), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
                new Flatten(),
                new Linear("fc", 8, 5), new LogSoftmax(),
            ],
            model.Model.Architecture.Layers);
        Assert.Equal(
            ["features_0.weight", "features_0.bias", "fc.weight", "fc.bias"], model.Model.Weights.Select(array => array.Name));
        Assert.Equal(("model", "pytorch 2.5.1"), (model.Model.Architecture.Name, model.Model.CreatedBy));
        Assert.Equal(["0", "1", "2", "3", "4"], model.Model.ClassNames);
    }

    [Fact]
    public void Numbered_constants_get_names_of_their_kind()
    {
        var model = new Sketch(1, 4, 4)
            .Random("onnx::Conv_7", 2, 1, 2, 2).Random("onnx::Conv_8", 2).Random("onnx::Conv_9", 3, 2, 2, 2).Random("W", 4, 12)
            .Node("Conv", ["onnx::Conv_7", "onnx::Conv_8"]).Node("Conv", ["onnx::Conv_9"]).Node("Flatten").Node(
                "Gemm", ["W"], Integer("transB", 1))
            .ImportAndCompare();

        Assert.Equal(["conv1", "conv2", null, "fc1"], model.Model.Architecture.Layers.Select(layer => layer.Name));
        Assert.Equal(
            ["conv2 has no bias in the graph; it gets zeros for one.", "fc1 has no bias in the graph; it gets zeros for one."],
            model.Notes.Take(2));
    }

    [Fact]
    public void Layers_that_share_constants_get_names_of_their_own()
    {
        var model = new Sketch(3).Random("a.weight", 3, 3).Node("Gemm", ["a.weight"])
            .Node("Gemm", ["a.weight"]).Node("Gemm", ["a.weight"]).ImportAndCompare();

        Assert.Equal(["a", "a_2", "a_3"], model.Model.Architecture.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void A_weight_that_is_not_transposed_is_turned()
    {
        var model = new Sketch(2).Floats("fc.weight", [2, 3], 1, 2, 3, 4, 5, 6).Floats("fc.bias", [1, 3], 7, 8, 9)
            .Node("Gemm", ["fc.weight", "fc.bias"]).ImportAndCompare();

        Assert.Equal([1, 4, 2, 5, 3, 6], model.Model.Weights[0].Values<float>().ToArray());
        Assert.Equal([7, 8, 9], model.Model.Weights[1].Values<float>().ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void A_product_and_what_is_added_are_one_layer(long bias)
    {
        var model = new Sketch(2).Random("onnx::MatMul_12", 2, 3).Random("fc.bias", bias)
            .Node("MatMul", ["onnx::MatMul_12"]).Full("Add", ["fc.bias", "v1"], "v2").ImportAndCompare();

        Assert.Equal([new Linear("fc", 2, 3)], model.Model.Architecture.Layers);
        Assert.Single(model.Notes); // about the input, none about a bias
    }

    [Fact]
    public void What_is_added_to_a_convolution_is_its_bias() =>
        Assert.Equal(
            [new Conv2d("c", 1, 2, kernel: 2, stride: 1, padding: 0)],
            new Sketch(1, 4, 4).Random("c.weight", 2, 1, 2, 2).Random("b", 2, 1, 1).Node("Conv", ["c.weight"]).Node("Add", ["b"])
                .ImportAndCompare().Model.Architecture.Layers);

    [Fact]
    public void Constants_that_the_graph_computes_are_computed()
    {
        var model = new Sketch(1, 5, 5)
            .Random("fc.weight", 2, 9).Constant(
                NamedArray.Of<Half>("half", [1, 3, 3], [.. Enumerable.Range(0, 9).Select(i => (Half)(i / 8f))])).Longs("axes", 0)
            .Full("Cast", ["half"], "single", Integer("to", 1)).Full("Unsqueeze", ["single", "axes"], "kernel")
            .Full("Conv", ["input", "kernel"], "maps").Full("Flatten", ["maps"], "vector")
            .Full("Transpose", ["fc.weight"], "turned", Integers("perm", 1, 0)).Full("MatMul", ["vector", "turned"], "y")
            .ImportAndCompare();

        Assert.Equal(
            [new Conv2d("conv1", 1, 1, kernel: 3, stride: 1, padding: 0), new Flatten(), new Linear("fc", 9, 2)],
            model.Model.Architecture.Layers);
    }

    [Fact]
    public void Constant_nodes_are_constants()
    {
        var weight = new OnnxAttribute("value", OnnxAttributeType.Tensor) { Tensor = Floats([2, 2], 1, 2, 3, 4) };

        Assert.Equal([1, 3, 2, 4], new Sketch(2).Full("Constant", [], "w", weight)
            .Full("MatMul", ["input", "w"], "y").ImportAndCompare().Model.Weights[0].Values<float>().ToArray());
    }

    [Theory]
    [InlineData("SAME_UPPER", 1, 2)]
    [InlineData("VALID", 0, 2)]
    public void Words_for_padding_are_read_where_they_mean_equal_padding(string mode, int padding, int stride) =>
        Assert.Equal(
            [new Conv2d("c", 1, 1, kernel: 3, stride, padding)],
            new Sketch(1, 5, 5).Random("c.weight", 1, 1, 3, 3).Random("c.bias", 1)
                .Node("Conv", ["c.weight", "c.bias"], Text("auto_pad", mode), Integers("strides", stride, stride))
                .ImportAndCompare().Model.Architecture.Layers);

    // Without a bias, with the addition in either order, one in another at its beginning and at its end.
    [Fact]
    public void Residuals_are_read()
    {
        var sketch = new Sketch(
            2, 4, 4).Random("a.weight", 2, 2, 1, 1).Random("b.weight", 2, 2, 1, 1).Random("c.weight", 2, 2, 1, 1);
        var model = sketch
            .Full("Conv", ["input", "a.weight"], "a").Full("Add", ["a", "input"], "inside").Full("Relu", ["inside"], "r").Full(
                "Conv", ["r", "b.weight"], "b")
            .Full("Conv", ["b", "c.weight"], "c")
            .Full("Add", ["b", "c"], "end").Full("Add", ["input", "end"], "y").ImportAndCompare();

        var residual = Assert.IsType<Residual>(Assert.Single(model.Model.Architecture.Layers));
        Assert.Equal(["Residual", "ReLU", "Conv2d", "Residual"], residual.Inner.Select(layer => layer.Kind));
        Assert.Equal(6, model.Model.Weights.Count);
        Assert.Equal(3, model.Notes.Count(note => note.Contains("has no bias in the graph", StringComparison.Ordinal)));
    }

    [Fact]
    public void Groups_are_read()
    {
        var model = new Sketch(4, 5, 5).Random("c.weight", 6, 2, 3, 3).Random("c.bias", 6)
            .Node("Conv", ["c.weight", "c.bias"], Integer("group", 2)).ImportAndCompare();

        Assert.Equal([new Conv2d("c", 4, 6, kernel: 3, stride: 1, padding: 0, groups: 2)], model.Model.Architecture.Layers);
    }

    // Kernels of one number for each channel are a subsampling if it stands under a whole window, side by side.
    [Theory]
    [InlineData(2, 2, true)]
    [InlineData(2, 1, false)]
    [InlineData(1, 1, false)]
    public void Depthwise_kernels_of_one_number_each_may_be_a_subsampling(int side, int stride, bool isSubsampling)
    {
        float[] kernels = [.. Enumerable.Repeat(0.5f, side * side), .. Enumerable.Repeat(-2f, side * side)];

        var model = new Sketch(2, 4, 4).Floats("w", [2, 1, side, side], kernels)
            .Node("Conv", ["w"], Integer("group", 2), Integers("strides", stride, stride)).ImportAndCompare();

        Assert.Equal(isSubsampling ? typeof(Subsampling) : typeof(Conv2d), model.Model.Architecture.Layers.Single().GetType());
    }

    [Theory]
    [InlineData(0, 0, 0, 0, false)]
    [InlineData(0, 0, 1, 1, true)]  // 6 pixels, windows at 0, 2, 4: the last one reaches over the edge by one
    [InlineData(1, 1, 1, 1, false)]
    [InlineData(1, 1, 0, 0, false)] // windows at -1, 1, 3: none reaches over the edge
    [InlineData(1, 1, 2, 2, true)]
    public void Padding_at_the_end_is_ceil_mode_where_the_windows_are_the_same(
        int top, int left, int bottom, int right, bool ceiling)
    {
        var pool = new Sketch(2, 6, 6)
            .Node("MaxPool", Kernel3, Integers("strides", 2, 2), Integers("pads", top, left, bottom, right)).ImportAndCompare();

        Assert.Equal([new MaxPool2d(kernel: 3, stride: 2, new Size2d(top, left), ceiling)], pool.Model.Architecture.Layers);
    }

    [Theory]
    [InlineData(0, 1, 0, 0, true, true)]   // nothing but pixels counts, as without padding
    [InlineData(1, 1, 0, 0, false, false)]
    [InlineData(1, 1, 1, 0, false, true)]
    [InlineData(1, 2, 0, 0, true, false)]
    [InlineData(1, 1, 0, 1, true, false)]  // ceil_mode itself
    [InlineData(1, 1, 1, 1, true, true)]
    public void Means_keep_their_divisors(int begin, int end, int counts, int ceiling, bool expectedCeiling, bool expectedCounts)
    {
        var pool = new Sketch(1, 6, 6)
            .Node(
                "AveragePool",
                Kernel3,
                Integers("strides", 2, 2),
                Integers("pads", begin, begin, end, end),
                Integer("count_include_pad", counts),
                Integer("ceil_mode", ceiling))
            .ImportAndCompare();

        Assert.Equal(
            [new AvgPool2d(kernel: 3, stride: 2, begin, expectedCeiling, expectedCounts)], pool.Model.Architecture.Layers);
    }

    [Theory]
    [InlineData(1, 0f, 0, true)]  // 8 pixels with the border, windows at 0, 2, 4: as with padding
    [InlineData(1, 0f, 1, true)]  // windows at 0, 2, 4, 6: as with padding and ceil_mode
    [InlineData(2, 0f, 0, false)] // more than half a window
    [InlineData(1, -0.5f, 0, false)]
    public void A_border_of_zeros_and_a_mean_are_a_mean_with_padding_that_counts(int border, float value, int ceiling, bool joins)
    {
        var layers = new Sketch(1, 6, 6).Longs("pads", 0, 0, border, border, 0, 0, border, border).Floats("value", [], value)
            .Node("Pad", ["pads", "value"]).Node("AveragePool", Kernel3, Integers("strides", 2, 2), Integer("ceil_mode", ceiling))
            .ImportAndCompare().Model.Architecture.Layers;

        Layer[] expected = joins
            ? [new AvgPool2d(kernel: 3, stride: 2, border, ceilMode: ceiling == 1)]
            : [new ConstantPad2d(border, value), new AvgPool2d(kernel: 3, stride: 2)];
        Assert.Equal(expected, layers);
    }

    [Theory]
    [InlineData("Flatten")]
    [InlineData("Squeeze")]
    [InlineData("Reshape")]
    public void The_mean_of_pictures_and_what_makes_vectors_of_it_are_one_layer(string name)
    {
        var sketch = new Sketch(3, 4, 5).Longs("axes", 2, 3).Longs("sizes", -1, 3).Node("GlobalAveragePool");
        string[] constants = name == "Flatten" ? [] : name == "Squeeze" ? ["axes"] : ["sizes"];

        Assert.Equal([new GlobalAvgPool2d()], sketch.Node(name, constants).ImportAndCompare().Model.Architecture.Layers);
    }

    [Theory]
    [InlineData(17)]
    [InlineData(18)]
    public void The_mean_over_rows_and_columns_is_that_of_pictures(long version)
    {
        var sketch = new Sketch(3, 4, 5) { Version = version }.Longs("axes", -1, -2);
        sketch = version < 18
            ? sketch.Node("ReduceMean", Integers("axes", -1, -2), Integer("keepdims", 0))
            : sketch.Node("ReduceMean", ["axes"], Integer("keepdims", 0));

        Assert.Equal([new GlobalAvgPool2d()], sketch.ImportAndCompare().Model.Architecture.Layers);
    }

    [Fact]
    public void A_mean_that_stays_a_picture_is_a_window_as_large_as_the_picture() =>
        Assert.Equal(
            [new AvgPool2d(new Size2d(4, 5), new Size2d(4, 5)), new Relu()],
            new Sketch(3, 4, 5).Node("GlobalAveragePool").Node("Relu").ImportAndCompare().Model.Architecture.Layers);

    [Theory]
    [InlineData(null, 0, -1)]
    [InlineData(null, -1, 18)]
    [InlineData(2L, 2, 18)]
    [InlineData(2L, 2, -1)]
    public void A_reshape_that_keeps_the_samples_apart_is_a_flatten(long? batch, long first, long second) =>
        Assert.Equal([new Flatten()], new Sketch(2, 3, 3) { Batch = batch }
            .Longs("sizes", first, second).Node("Reshape", ["sizes"]).ImportAndCompare().Model.Architecture.Layers);

    [Fact]
    public void A_reshape_to_the_size_of_the_batch_is_a_flatten()
    {
        // x.view(x.size(0), -1), as torch.onnx writes it
        var model = new Sketch(2, 3, 3).Constant(NamedArray.Of<long>("zero", [], [0])).Longs("first", 0).Longs("rest", -1)
            .Full("Relu", ["input"], "a").Full("Shape", ["a"], "shape").Full("Gather", ["shape", "zero"], "n", Integer("axis", 0))
            .Full("Unsqueeze", ["n", "first"], "list").Full("Concat", ["list", "rest"], "target", Integer("axis", 0)).Full(
                "Reshape", ["a", "target"], "y")
            .ImportAndCompare();

        Assert.Equal([new Relu(), new Flatten()], model.Model.Architecture.Layers);
    }

    [Theory]
    // places from behind, too: the shape has four sizes
    [InlineData(0, 1), InlineData(0, -3), InlineData(-4, 1), InlineData(-4, -3)]
    public void A_reshape_to_a_size_that_was_made_a_list_is_a_flatten(long start, long end)
    {
        // x.view(x.size(0), -1) and torch.flatten, as the exporter of PyTorch 2 writes them
        var model = new Sketch(2, 3, 3) { Version = 18 }.Longs("list", -1).Longs("rest", 18)
            .Full("Shape", ["input"], "shape", Integer("start", start), Integer("end", end)).Full("Squeeze", ["shape"], "n").Full(
                "Reshape", ["n", "list"], "first", Integer("allowzero", 0))
            .Full("Concat", ["first", "rest"], "target", Integer("axis", 0)).Full(
                "Reshape", ["input", "target"], "y", Integer("allowzero", 1))
            .ImportAndCompare();

        Assert.Equal([new Flatten()], model.Model.Architecture.Layers);
    }

    [Fact]
    public void Nodes_that_change_nothing_are_no_layers() =>
        Assert.Equal(
            [new Tanh(), new Sigmoid()],
            new Sketch(2, 3, 3).Longs("none", 0, 0, 0, 0, 0, 0, 0, 0).Longs("same", 0, 2, 3, 3)
                .Node("Identity").Node("Tanh").Node("Pad", ["none"]).Node("Reshape", ["same"])
                .Node("Cast", Integer("to", 1)).Node("Sigmoid").ImportAndCompare().Model.Architecture.Layers);

    [Theory]
    [InlineData(10)]
    [InlineData(17)]
    public void A_clip_is_read_from_attributes_and_inputs(long version)
    {
        var sketch = new Sketch(3) { Version = version }.Floats("low", [], -0.3f).Floats("high", [], 0.8f);
        sketch = version < 11
            ? sketch.Node("Clip", Number("min", -0.3f), Number("max", 0.8f)).Node("Clip", Number("min", 0))
            : sketch.Node("Clip", ["low", "high"]).Floats("zero", [], 0).Node("Clip", ["zero"]);

        Assert.Equal([new Hardtanh(-0.3, 0.8), new Relu()], sketch.ImportAndCompare().Model.Architecture.Layers);
    }

    [Fact]
    public void Activations_are_read_with_their_attributes_and_the_defaults_of_ONNX() =>
        Assert.Equal(
            [new LeakyRelu(0.01), new LeakyRelu(0.3), new Elu(1), new Elu(0.5), new Gelu(), new GeluTanh()],
            new Sketch(3) { Version = 20 }.Node("LeakyRelu").Node("LeakyRelu", Number("alpha", 0.3f)).Node("Elu").Node(
                "Elu", Number("alpha", 0.5f))
                .Node("Gelu").Node("Gelu", new OnnxAttribute("approximate", OnnxAttributeType.Text) { Text = "tanh" })
                .ImportAndCompare().Model.Architecture.Layers);

    [Fact]
    public void Functions_of_several_nodes_are_read_whichever_side_their_operands_stand_on()
    {
        var silu = new Sketch(3).Full("Sigmoid", ["input"], "a").Full("Mul", ["a", "input"], "y");
        var gelu = new Sketch(3).Floats("root", [], 1.4142135f).Floats("one", [1], 1).Floats("half", [], 0.5f)
            .Full("Div", ["input", "root"], "a").Full("Erf", ["a"], "b")
            .Full("Add", ["one", "b"], "c").Full("Mul", ["c", "input"], "d").Full("Mul", ["half", "d"], "y");

        Assert.Equal([new Silu()], silu.ImportAndCompare().Model.Architecture.Layers);
        Assert.Equal([new Gelu()], gelu.ImportAndCompare().Model.Architecture.Layers);
    }

    [Fact]
    public void A_dropout_that_the_graph_still_holds_comes_back_with_its_probability() =>
        Assert.Equal(
            [new Dropout(0.1)],
            new Sketch(4).Floats("ratio", [], 0.1f).Node("Dropout", ["ratio"]).ImportAndCompare().Model.Architecture.Layers);

    [Theory]
    [InlineData(10)]
    [InlineData(17)]
    public void A_border_is_read_from_attributes_and_inputs(long version)
    {
        var sketch = new Sketch(1, 3, 3) { Version = version }.Longs("pads", 0, 0, 2, 1, 0, 0, 2, 1).Floats("value", [], -0.5f);
        sketch = version < 11
            ? sketch.Node(
                "Pad",
                Integers("pads", 0, 0, 2, 1, 0, 0, 2, 1),
                new OnnxAttribute("value", OnnxAttributeType.Float) { Float = -0.5f })
            : sketch.Node("Pad", ["pads", "value"]);

        Assert.Equal([new ConstantPad2d(new Size2d(2, 1), -0.5f)], sketch.ImportAndCompare().Model.Architecture.Layers);
    }

    [Fact]
    public void A_graph_without_layers_is_a_network_that_changes_nothing() =>
        Assert.Equal([new Dropout(0)], new Sketch(3).Node("Identity").ImportAndCompare().Model.Architecture.Layers);

    [Fact]
    public void Bytes_that_are_scaled_are_the_normalisation()
    {
        var model = new Sketch(ElementType.UInt8, 2, 3, 3).Floats("scale", [], 1f / 255).Floats("offset", [2, 1, 1], -0.5f, 0.25f)
            .Node("Cast", Integer("to", 1)).Node("Mul", ["scale"]).Node("Add", ["offset"]).Node("Tanh").ImportAndCompare();

        Assert.Equal([new Tanh()], model.Model.Architecture.Layers);
        Assert.Equal(new Normalization([1f / 255, 1f / 255], [-0.5f, 0.25f]), model.Model.Normalization);
        Assert.Empty(model.Notes);
    }

    [Fact]
    public void Features_that_are_scaled_one_by_one_are_the_normalisation()
    {
        var model = new Sketch(2).Floats("scale", [2], 2, 3).Node("Mul", ["scale"]).Node("Relu").ImportAndCompare();

        Assert.Equal(new Normalization([2, 3], [0, 0]), model.Model.Normalization);
    }

    [Fact]
    public void A_scaled_tanh_at_the_beginning_is_a_layer_and_no_normalisation()
    {
        var model = new Sketch(2).Floats("s", [], 2f / 3).Floats("a", [], 1.7159f)
            .Node("Mul", ["s"]).Node("Tanh").Full("Mul", ["a", "v2"], "y").ImportAndCompare();

        Assert.Equal([new ScaledTanh()], model.Model.Architecture.Layers);
        Assert.Equal(["The file does not say how values become the numbers that enter the network; they were taken to enter as "
            + "they are. 'torchbasics import' with --mean and --std, or with --black and --white, says it."], model.Notes);
    }
}
