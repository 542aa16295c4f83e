using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Onnx.Import;
using TorchBasics.Formats.Onnx;
using static TorchBasics.Tests.Managed.Graphs.Nodes;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>What the importer does not guess: each graph is refused with the node and the reason.</summary>
public sealed class OnnxImporterRefusalTests
{
    private static readonly OnnxAttribute Kernel2 = Integers("kernel_shape", 2, 2);

    [Fact]
    public void An_unknown_operator_is_named() =>
        Refused(
            new Sketch(3).Node("Selu"),
            "the node '/v1/Selu' (Selu) cannot become a layer: the operator Selu is none of those that layers are read from");

    [Fact]
    public void A_branch_is_named() =>
        Refused(
            new Sketch(3).Full("Relu", ["input"], "a").Full("Tanh", ["input"], "b").Full("Mul", ["a", "b"], "y"),
            "'/b/Tanh' (Tanh) cannot become a layer: the value 'input' enters it and the node that gives 'a' (Relu)");

    [Fact]
    public void Two_ways_that_another_node_uses_besides_are_refused() =>
        Refused(
            new Sketch(3).Full("Relu", ["input"], "a").Full("Tanh", ["input"], "b").Full("Add", ["a", "b"], "c").Full(
                "Mul", ["c", "a"], "y"),
            "cannot become a");

    [Fact]
    public void Two_ways_of_different_shapes_are_refused() =>
        Refused(
            new Sketch(1, 4, 4).Full("Relu", ["input"], "a").Full("Flatten", ["input"], "b").Full("Add", ["a", "b"], "y"),
            "a shape of which branch and shortcut make the same; they return [N, 1, 4, 4] and [N, 16]");

    [Fact]
    public void A_residual_of_nothing_is_refused() =>
        Refused(
            new Sketch(3).Full("Identity", ["input"], "a").Full("Add", ["a", "input"], "y"),
            "no layer makes what is added to a value");

    [Fact]
    public void A_residual_with_a_threshold_is_refused() =>
        Refused(
            new Sketch(3).Floats("zero", [], 0).Full("Greater", ["input", "zero"], "a")
                .Full("Cast", ["a"], "b", Integer("to", 1)).Full("Add", ["b", "input"], "y"),
            "The branch of a residual holds a Step");

    [Fact]
    public void A_branch_that_is_spread_over_its_input_is_refused() =>
        Refused(
            new Sketch(3).Random("w", 1, 3).Random("b", 1).Full("Gemm", ["input", "w", "b"], "a", Integer("transB", 1)).Full(
                "Add", ["input", "a"], "y"),
            "expected a shape that its branch keeps; it returns [N, 1]");

    [Fact]
    public void A_function_of_several_nodes_is_named_with_what_is_read_instead()
    {
        var hard = new Sketch(3).Full("HardSigmoid", ["input"], "a").Full("Mul", ["input", "a"], "y");
        var gelu = new Sketch(3).Floats("r", [], 1.5f).Floats("one", [], 1).Floats("half", [], 0.5f)
            .Full("Div", ["input", "r"], "a").Full("Erf", ["a"], "b")
            .Full("Add", ["b", "one"], "c").Full("Mul", ["input", "c"], "d").Full("Mul", ["d", "half"], "y");
        // the sigmoid a second time
        var used = new Sketch(3).Full("Sigmoid", ["input"], "a").Full("Mul", ["input", "a"], "b").Full("Mul", ["b", "a"], "y");
        var mish = new Sketch(3).Full("Softplus", ["input"], "a").Full("Tanh", ["a"], "b").Full("Mul", ["input", "b"], "y");

        Refused(hard, "together they make up HardSwish, which is not supported. "
            + "What is read are chains of AveragePool, BatchNormalization, Cast, Clip, Conv,");
        Refused(gelu, "together they make up GELU in a form of its own, which is not supported");
        Refused(used, "the value 'input' enters it");
        Refused(mish, "together they make up Mish, which is not supported");
    }

    [Theory]
    [InlineData("Mish", "Functions of single numbers that are read: ELU, GELU, GELUTanh, Hardtanh, LeakyReLU")]
    public void An_operator_that_is_not_read_comes_with_what_to_do(string name, string advice) =>
        Refused(new Sketch(3).Node(name), advice);

    [Fact]
    public void A_normalization_in_training_or_with_odd_arrays_is_refused()
    {
        Refused(Normalization(3, Integer("training_mode", 1)), "training_mode is 1; only 0 is supported");
        Refused(Normalization(3, Number("epsilon", 0)), "eps is 0; expected a positive number");
        Refused(Normalization(3, Number("momentum", 2)), "momentum is 2; expected a number from 0 to 1");
        Refused(Normalization(2), "the weight has the sizes [2]; expected [3]");
    }

    private static Sketch Normalization(int channels, params OnnxAttribute[] attributes) => new Sketch(3)
        .Random("w", channels).Random("b", channels).Random("m", channels).Random("v", channels).Node(
            "BatchNormalization", ["w", "b", "m", "v"], attributes);

    [Fact]
    public void A_constant_that_no_activation_has_is_refused()
    {
        Refused(new Sketch(3).Node("LeakyRelu", Number("alpha", -0.5f)), "negativeSlope is -0.5; expected at least 0");
        Refused(
            new Sketch(3).Floats("low", [], 2).Floats("high", [], 1).Node("Clip", ["low", "high"]),
            "it cuts at 2 and 1; expected a smaller and a larger number");
        Refused(
            new Sketch(3) { Version = 20 }
                .Node("Gelu", new OnnxAttribute("approximate", OnnxAttributeType.Text) { Text = "cubic" }),
            "an attribute says what is not known");
    }

    [Fact]
    public void Nodes_beside_the_way_are_refused()
    {
        // The places of the maxima, which pooling gives besides, are used for something.
        var model = new Sketch(1, 4, 4).Node("MaxPool", Kernel2).Model();
        var pool = model.Graph.Nodes[0] with { Outputs = ["y", "places"] };
        var beside = new OnnxNode("Cast", ["places"], ["z"], [Integer("to", 1)]);

        Refused(model with
        {
            Graph = model.Graph with { Nodes = [pool, beside], Outputs = [new OnnxValue("y", OnnxValueKind.Tensor, null, null)] }
        }, "1 of its 2 nodes is not on the way");
    }

    [Fact]
    public void Several_inputs_and_outputs_are_refused()
    {
        var model = new Sketch(3).Node("Relu").Model();
        var (input, output) = (model.Graph.Inputs[0], model.Graph.Outputs[0]);

        Refused(
            model with { Graph = model.Graph with { Inputs = [input, input with { Name = "other" }] } },
            "it has 2 inputs; expected one");
        Refused(
            model with { Graph = model.Graph with { Outputs = [output, output with { Name = "input" }] } },
            "it has 2 outputs; expected one");
    }

    [Theory]
    [InlineData("group", 0, "group is 0; expected a divisor of its 2 output channels, with 1 input channel in each")]
    [InlineData("group", 3, "group is 3; expected a divisor of its 2 output channels")]
    [InlineData("group", 1, "expected [N, 1, H, W]")]
    [InlineData("alpha", 2, "the attribute alpha is not known")]
    public void Convolutions_that_are_none_of_ours_are_refused(string name, long value, string reason) =>
        Refused(new Sketch(2, 4, 4).Random("w", 2, 1, 2, 2).Node("Conv", ["w"], Integer(name, value)), reason);

    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    public void Unequal_padding_of_convolutions_is_refused(int top, int left, int bottom, int right) =>
        Refused(
            new Sketch(1, 4, 4).Random("w", 2, 1, 2, 2).Node("Conv", ["w"], Integers("pads", top, left, bottom, right)),
            "expected the same on both sides");

    [Fact]
    public void Same_padding_with_an_odd_pixel_is_refused_for_convolutions() =>
        Refused(
            new Sketch(1, 4, 4).Random("w", 2, 1, 2, 2).Node("Conv", ["w"], Text("auto_pad", "SAME_UPPER")),
            "it pads 0x0 pixels before and 1x1 behind");

    [Fact]
    public void Padding_that_counts_and_padding_that_does_not_are_not_mixed() =>
        Refused(
            new Sketch(1, 5, 5).Node(
                "AveragePool",
                Integers("kernel_shape", 2, 2),
                Integers("strides", 2, 2),
                Integers("pads", 0, 0, 1, 1),
                Integer("count_include_pad", 1)),
            "reach 1x1 pixels over the edge, which count");

    [Fact]
    public void Dilated_windows_of_poolings_are_refused() =>
        Refused(new Sketch(1, 5, 5).Node("MaxPool", Kernel2, Integers("dilations", 2, 2)), "its dilation is 2x2");

    [Fact]
    public void More_padding_than_half_a_window_is_refused() =>
        Refused(new Sketch(1, 5, 5).Node("MaxPool", Kernel2, Integers("pads", 2, 2, 2, 2)), "at most half the 2x2 kernel");

    [Theory]
    [InlineData(1L, 1L, 2L)] // one for each output, but the results would have an axis more
    [InlineData(1L, 2L, 1L)]
    public void A_bias_that_does_not_lie_along_the_outputs_is_refused(params long[] sizes) =>
        Refused(
            new Sketch(3).Random("w", 3, 2).Random("b", sizes).Node("MatMul", ["w"]).Node("Add", ["b"]),
            $"a bias [{string.Join(", ", sizes)}] is added to 2 outputs");

    [Fact]
    public void A_factor_of_a_product_is_refused() =>
        Refused(
            new Sketch(2).Random("w", 2, 2).Node(
                "Gemm", ["w"], new OnnxAttribute("alpha", OnnxAttributeType.Float) { Float = 0.5f }),
            "alpha is 0.5 and beta 1");

    [Fact]
    public void A_tanh_of_other_scales_is_refused() =>
        Refused(
            new Sketch(2).Floats("s", [], 2).Floats("a", [], 3).Node("Mul", ["s"]).Node("Tanh").Node("Mul", ["a"]),
            "it is part of 3 tanh(2 x)");

    [Fact]
    public void A_threshold_elsewhere_is_refused() =>
        Refused(
            new Sketch(2).Floats("t", [], 0.5f).Node("Greater", ["t"]).Node("Cast", Integer("to", 1)),
            "only a threshold of 0 is supported");

    [Fact]
    public void A_reshape_that_mixes_samples_is_refused() =>
        Refused(
            new Sketch(2, 3, 3).Longs("sizes", -1, 6).Node("Reshape", ["sizes"]),
            "it turns [N, 2, 3, 3] into [-1, 6], which does not keep the samples apart");

    [Fact]
    public void A_reshape_that_fixes_an_open_batch_is_refused() =>
        Refused(new Sketch(2, 3, 3).Longs("sizes", 1, 18).Node("Reshape", ["sizes"]), "it makes 1 sample of any number of them");

    [Fact]
    public void A_dropout_in_training_is_refused() =>
        Refused(
            new Sketch(2).Floats("r", [], 0.5f).Constant(NamedArray.Of<bool>("t", [], [true])).Node("Dropout", ["r", "t"]),
            "export the network in evaluation mode");

    [Fact]
    public void A_softmax_over_something_else_than_classes_is_refused() =>
        Refused(new Sketch(2).Node("Softmax", Integer("axis", 0)), "its axis is 0");

    [Fact]
    public void Weights_of_another_type_are_refused() =>
        Refused(
            new Sketch(2).Constant(NamedArray.Of<double>("w", [2, 2], [1, 2, 3, 4])).Node("MatMul", ["w"]),
            "the weight is of the type Float64; expected Float32");

    [Fact]
    public void Weights_that_come_from_the_input_are_refused() =>
        Refused(new Sketch(2).Full("MatMul", ["input", "input"], "y"), "the weight is not constant");

    [Fact]
    public void Shapes_that_do_not_fit_are_refused() =>
        Refused(new Sketch(2).Random("w", 3, 3).Node("MatMul", ["w"]), "its weight is [3, 3]; expected [2, out]");

    [Fact]
    public void Open_sizes_behind_the_batch_are_refused()
    {
        var model = new Sketch(2).Node("Relu").Model();
        var input =
            model.Graph.Inputs[0] with { Sizes = [new OnnxDimension(null, "batch"), new OnnxDimension(null, "features")] };

        Refused(model with { Graph = model.Graph with { Inputs = [input] } }, "axis 1 of its input 'input' has no size");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(26)]
    public void Operator_sets_that_are_not_known_are_refused(long version) =>
        Refused(new Sketch(2) { Version = version }.Node("Relu"), $"it means version {version} of ONNX's operators");

    [Fact]
    public void A_constant_that_no_memory_holds_is_refused_at_once()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(
            new Sketch(2).Longs("size", 1L << 20, 1L << 20).Full("ConstantOfShape", ["size"], "w").Full(
                "MatMul", ["input", "w"], "y"),
            "the node '/w/ConstantOfShape' (ConstantOfShape)");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 24);
    }

    [Fact]
    public void A_constant_that_a_thousand_layers_share_counts_a_thousand_times() // 40,000 bytes and 4 MiB are less than 40 MB
    {
        var sketch = new Sketch(100).Random("w", 100, 100);
        for (var i = 0; i < 1000; i++)
            sketch.Node("MatMul", ["w"]);

        Refused(sketch, "because they share constants of the file");
    }

    [Fact]
    public void A_convolution_without_a_kernel_is_refused() => Refused(new Sketch(1, 4, 4).Node("Conv"), "the kernel is missing");

    [Fact]
    public void A_border_of_several_values_is_refused() =>
        Refused(
            new Sketch(1, 4, 4).Longs("pads", 0, 0, 1, 1, 0, 0, 1, 1).Floats("value", [2], 0, 1).Node("Pad", ["pads", "value"]),
            "the value of its border has the sizes [2]; expected one number");

    [Fact]
    public void A_convolution_whose_bias_would_have_to_be_spread_is_refused() =>
        Refused(
            new Sketch(1, 4, 4).Random("w", 3, 1, 2, 2).Random("b", 1).Node("Conv", ["w", "b"]),
            "its bias has the sizes [1]; expected [3]");

    [Fact]
    public void Twice_as_many_shapes_on_the_way_need_about_twice_the_memory()
    {
        Allocated(1); // what is set up once
        Assert.InRange(Allocated(200), 0, 3 * Allocated(100));

        // Each shape is computed from the one before it.
        static double Allocated(int reshapes)
        {
            var sketch = new Sketch(4).Full("Shape", ["input"], "s0");
            var value = "input";
            for (var i = 0; i < reshapes; i++)
                sketch.Full("Identity", [$"s{i}"], $"s{i + 1}").Full("Reshape", [value, $"s{i + 1}"], value = $"x{i}");
            var model = sketch.Full("Relu", [value], "y").Model();
            var before = GC.GetAllocatedBytesForCurrentThread();
            OnnxImporter.Convert("model.onnx", model);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void A_border_that_is_infinite_is_refused() =>
        Refused(
            new Sketch(1, 4, 4).Longs("pads", 0, 0, 1, 1, 0, 0, 1, 1).Floats("value", [], float.NegativeInfinity).Node(
                "Pad", ["pads", "value"]),
            "its border is -Infinity");

    [Fact]
    public void Indices_that_are_no_whole_numbers_are_refused() =>
        Refused(
            new Sketch(2).Random("w", 3, 2).Floats("places", [2], 0, 1).Full("Gather", ["w", "places"], "rows").Full(
                "MatMul", ["input", "rows"], "y"),
            "expected whole numbers");

    [Fact]
    public void Kernels_in_an_array_that_no_memory_holds_are_refused() =>
        Refused(
            new Sketch(1, 4, 4).Longs("size", int.MaxValue, int.MaxValue, 2, 2)
                .Constant(NamedArray.Of<long>("table", [1, 2], [0, 0])).Random("w", 1, 2, 2)
                .Full("ConstantOfShape", ["size"], "zeros").Full("ScatterND", ["zeros", "table", "w"], "kernel").Full(
                    "Conv", ["input", "kernel"], "y"),
            "do not fit into an array of zeros");

    [Theory]
    [InlineData(0, 1, 0, 0)] // falling inputs
    [InlineData(0, 0, 0, 0)] // the same twice
    [InlineData(1, 0, 1, 1)] // output 0 sees nothing
    [InlineData(0, 0, 1, 2)] // input 2 does not exist
    [InlineData(0, -1, 1, 0)]
    public void A_table_of_connections_out_of_order_is_refused(long output, long input, long otherOutput, long otherInput) =>
        Refused(
            new Sketch(2, 4, 4).Longs("size", 2, 2, 2, 2)
                .Constant(NamedArray.Of<long>("table", [2, 2], [output, input, otherOutput, otherInput])).Random("w", 2, 2, 2)
                .Full("ConstantOfShape", ["size"], "zeros").Full("ScatterND", ["zeros", "table", "w"], "kernel").Full(
                    "Conv", ["input", "kernel"], "y"),
            "connection");

    [Fact]
    public void Windows_whose_sizes_leave_32_bits_are_refused() =>
        Refused(
            new Sketch(1, 4, 4).Node("MaxPool", Integers("kernel_shape", int.MaxValue, int.MaxValue)),
            "expected numbers from 1 to 16777216");

    [Fact]
    public void Constants_nested_a_hundred_thousand_deep_are_computed_without_recursion()
    {
        var sketch = new Sketch(2).Random("w0", 2, 2);
        for (var i = 0; i < 100_000; i++)
            sketch.Full("Identity", [$"w{i}"], $"w{i + 1}");

        sketch.Full("MatMul", ["input", "w100000"], "y").Import();
    }

    [Fact]
    public void Lists_of_sizes_that_double_and_double_are_refused()
    {
        var sketch = new Sketch(2).Full("Shape", ["input"], "s0");
        for (var i = 0; i < 60; i++)
            sketch.Full("Concat", [$"s{i}", $"s{i}"], $"s{i + 1}", Integer("axis", 0));

        Refused(sketch.Full("Reshape", ["input", "s60"], "y"), "sizes; at most 64 are expected");
    }

    private static void Refused(Sketch sketch, string reason) => Refused(sketch.Model(), reason);

    private static void Refused(OnnxModel model, string reason)
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => TorchBasics.Export.Onnx.Import.OnnxImporter.Convert("model.onnx", model));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.StartsWith("model.onnx", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
