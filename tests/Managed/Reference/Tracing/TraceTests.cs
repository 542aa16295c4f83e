using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Tracing;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Tracing;

/// <summary>Traces against what a student writes on paper.</summary>
public class TraceTests
{
    [Fact]
    public void A_fully_connected_unit_with_its_activation()
    {
        // 0.5 + 2 * 3 + (-1) * 4 = 2.5; relu leaves it.
        var y = ReferenceTrace.Forward(
            new Linear("fc1", 2, 2),
            [Arrays.Of([2, 2], 9, 9, 2, -1), Arrays.Of([2], 9, 0.5)],
            Arrays.Of([1, 2], 3, 4),
            new Relu());

        var element = ElementTrace.Of(y, [0, 1]);

        Assert.Equal("y[0, 1]", element.Label);
        Assert.Equal("fc1.bias[1]", element.Bias!.Label);
        Assert.Equal(["x[0, 0]", "x[0, 1]"], element.Terms.Select(term => term.Input.Label));
        Assert.Equal(["fc1.weight[1, 0]", "fc1.weight[1, 1]"], element.Terms.Select(term => term.Weight!.Label));
        Assert.Equal([6, -4], element.Terms.Select(term => term.Product));
        Assert.Equal([6.5, 2.5], element.Terms.Select(term => term.PartialSum));
        Assert.Equal(2.5, element.Result);
        Assert.Equal(
            """
            y[0, 1] = 2.5
              bias fc1.bias[1] = 0.5
              + fc1.weight[1, 0] * x[0, 0] = 2 * 3 = 6; sum 6.5
              + fc1.weight[1, 1] * x[0, 1] = -1 * 4 = -4; sum 2.5
              max(0, sum) = 2.5

            """,
            element.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_pixel_of_a_convolution_names_its_kernel_and_its_window()
    {
        var conv = new Conv2d("conv1", 1, 1, new Size2d(1, 2), 1, new Size2d(0, 1));
        var y = ReferenceTrace.Forward(
            conv, [Arrays.Of([1, 1, 1, 2], 10, 100), Arrays.Of([1], 1)], Arrays.Of([1, 1, 1, 2], 2, 3));

        // The first window sees padding and the first pixel: one term.
        Assert.Equal(
            "y[0, 0, 0, 0] = 201\n  bias conv1.bias[0] = 1\n  + conv1.weight[0, 0, 0, 1] * x[0, 0, 0, "
            + "0] = 100 * 2 = 200; sum 201\n",
            ElementTrace.Of(y, [0, 0, 0, 0]).ToString());
        Assert.Equal(
            "conv1.bias[0] + conv1.weight[0, 0, 0, 0] * x[0, 0, 0, 0] + conv1.weight[0, 0, 0, 1] * x[0, 0, 0, 1]",
            y[0, 0, 0, 1].ToString());
    }

    [Fact]
    public void A_mean_has_terms_without_weights()
    {
        var y = ReferenceTrace.Forward<Float64>(new GlobalAvgPool2d(), [], Arrays.Of([1, 1, 1, 2], 2, 3));

        Assert.Equal(
            "y[0, 0] = 2.5\n  + x[0, 0, 0, 0] = 2; sum 2\n  + x[0, 0, 0, 1] = 3; sum 5\n  sum / 2 = 2.5\n",
            ElementTrace.Of(y, [0, 0]).ToString());
    }

    [Fact]
    public void A_subsampling_weighs_a_sum()
    {
        var y = ReferenceTrace.Forward(
            new Subsampling("s2", 1, new Size2d(1, 2)),
            [Arrays.Of([1], 0.5), Arrays.Of([1], 1)],
            Arrays.Of([1, 1, 1, 2], 2, 3),
            new ScaledTanh());

        var element = ElementTrace.Of(y, [0, 0, 0, 0]);

        Assert.Equal(["x[0, 0, 0, 0] + x[0, 0, 0, 1]"], element.Terms.Select(term => term.Input.ToString()));
        Assert.Equal(
            "y[0, 0, 0, 0] = 1.68393\n  bias s2.bias[0] = 1\n  + s2.weight[0] * (x[0, 0, 0, 0] + x[0, 0, 0, 1]) = 0.5 * 5 = 2.5; "
            + "sum 3.5\n  1.7159 * tanh(0.666667 * sum) = 1.68393\n",
            element.ToString()); // 1.7159 tanh(7 / 3) = 1.68393
    }

    [Theory]
    [InlineData("sigmoid", "1 / (1 + exp(-sum))")]
    [InlineData("tanh", "tanh(sum)")]
    public void Activations_are_functions_of_the_sum(string name, string expected)
    {
        var y = ReferenceTrace.Forward(
            new Linear("fc", 1, 1),
            [Arrays.Of([1, 1], 2), Arrays.Of([1], 0)],
            Arrays.Of([1, 1], 1),
            name == "tanh" ? new Tanh() : new Sigmoid());

        Assert.Contains($"\n  {expected} = ", ElementTrace.Of(y, [0, 0]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_mixes_several_sums_has_its_expression_alone()
    {
        var y = ReferenceTrace.Forward<Float64>(new Softmax(), [], Arrays.Of([1, 2], 0, 0));

        var element = ElementTrace.Of(y, [0, 1], "p");

        Assert.Null(element.Sum);
        Assert.Null(element.Bias);
        Assert.Empty(element.Terms);
        Assert.Equal(
            "p[0, 1] = 0.5\n  = exp(x[0, 1] - max(x[0, 0], x[0, 1])) / (exp(x[0, 0] - max(x[0, 0], x[0, 1])) + exp(x[0, "
            + "1] - max(x[0, 0], x[0, 1])))\n",
            element.ToString());
    }

    [Fact]
    public void A_maximum_looks_at_its_window_pixel_by_pixel()
    {
        var y = ReferenceTrace.Forward<Float64>(new MaxPool2d(2, 2), [], Arrays.Of([1, 1, 2, 2], 1, 4, 3, 2));

        Assert.Equal(
            "y[0, 0, 0, 0] = 4\n  = max(max(max(x[0, 0, 0, 0], x[0, 0, 0, 1]), x[0, 0, 1, 0]), x[0, 0, 1, 1])\n",
            ElementTrace.Of(y, [0, 0, 0, 0]).ToString());
    }

    [Fact]
    public void A_gradient_is_a_sum_over_samples()
    {
        var gradients = ReferenceTrace.Backward(
            new Linear("fc", 1, 1), [Arrays.Of([1, 1], 2), Arrays.Of([1], 0)], Arrays.Of([2, 1], 3, 5), Arrays.Of([2, 1], 7, 11));

        Assert.Equal(
            "g[0, 0] = 76\n  + gradY[0, 0] * x[0, 0] = 7 * 3 = 21; sum 21\n  + gradY[1, 0] * x[1, 0] = 11 * 5 = 55; sum 76\n",
            ElementTrace.Of(gradients.Parameters[0], [0, 0], "g").ToString());
        Assert.Equal(
            "g[1, 0] = 22\n  + fc.weight[0, 0] * gradY[1, 0] = 2 * 11 = 22; sum 22\n",
            ElementTrace.Of(gradients.Input, [1, 0], "g").ToString());
    }

    [Fact]
    public void A_squared_error_and_its_mean()
    {
        var loss = ReferenceTrace.Loss(LossKind.MeanSquaredError, 0, 2, Arrays.Of([1, 2], 3, 5), [1]);

        Assert.Equal(12.5, loss.Value); // (3^2 + 4^2) / 2
        Assert.Equal("((x[0, 0] - 0) * (x[0, 0] - 0) + (x[0, 1] - 1) * (x[0, 1] - 1)) / 2", loss.ToString());
        Assert.Equal([9, 25], ElementTrace.Of(loss, "loss").Terms.Select(term => term.PartialSum));
        Assert.StartsWith("loss = 12.5\n", ElementTrace.Of(loss, "loss").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_with_momentum()
    {
        var step = ReferenceTrace.Step(
            new ReferenceOptimizer(OptimizerKind.Momentum, 0.5),
            Arrays.Of([2], 0, 1),
            Arrays.Of([2], 0, 4),
            [Arrays.Of([2], 0, 2)],
            1,
            0.25);

        Assert.Equal("w[1] - 0.25 * (0.5 * momentum[1] + g[1])", step.Parameter[1].ToString());
        Assert.Equal(-0.25, step.Parameter[1].Value);
        Assert.Equal(
            "w'[1] = -0.25\n  bias w[1] = 1\n  - 0.25 * (0.5 * momentum[1] + g[1]) = 0.25 * 5 = 1.25; sum -0.25\n",
            ElementTrace.Of(step.Parameter, [1], "w'").ToString());
    }

    [Fact]
    public void Expressions_keep_the_order_of_computation()
    {
        var (a, b, c) = (Traced.Input(2, "a"), Traced.Input(3, "b"), Traced.Parameter(5, "c"));

        Assert.Equal("a + b + c", (a + b + c).ToString());
        Assert.Equal("a + (b + c)", (a + (b + c)).ToString());
        Assert.Equal("a - (b - c)", (a - (b - c)).ToString());
        Assert.Equal("a - b - c", (a - b - c).ToString());
        Assert.Equal("a * (b * c)", (a * (b * c)).ToString());
        Assert.Equal("a * b * c", (a * b * c).ToString());
        Assert.Equal("a / (b / c)", (a / (b / c)).ToString());
        Assert.Equal("(a + b) * (b - c) / -a", ((a + b) * (b - c) / -a).ToString());
        Assert.Equal("-(a * b)", (-(a * b)).ToString());
        Assert.Equal("-(-a)", (-(-a)).ToString());
        Assert.Equal("a * -1.5", (a * Traced.From(-1.5)).ToString());
        Assert.Equal("erf(a)", Traced.Erf(a).ToString());
        Assert.Equal(
            "sqrt(a + b) + log(a) - tanh(exp(c))", (Traced.Sqrt(a + b) + Traced.Log(a) - Traced.Tanh(Traced.Exp(c))).ToString());
        Assert.Equal("max(a + b, c)", Traced.Max(a + b, c).ToString());
        Assert.Equal("a", (default(Traced) + a).ToString());
        Assert.Equal("a", (a + default(Traced)).ToString());
        Assert.Equal("-a", (default(Traced) - a).ToString());
        Assert.Equal("0", default(Traced).ToString());
        Assert.Equal("3.14159", Traced.From(Math.PI).ToString());
    }

    [Fact]
    public void Indices_must_fit()
    {
        var y = ReferenceTrace.Inputs("x", new Tensor<Float64>(2, 3));

        Assert.Equal("x[1, 2]", ElementTrace.Of(y, [1, 2]).Expression.Label);
        Assert.StartsWith(
            "Got 1 indices for an array with 2 axes.",
            Assert.Throws<ArgumentException>(() => ElementTrace.Of(y, [1])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Index 3 lies outside axis 1 of [2, 3].",
            Assert.Throws<ArgumentException>(() => ElementTrace.Of(y, [1, 3])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ElementTrace.Of(y, [-1, 0]));
    }

    [Fact]
    public void A_constant_is_what_no_input_and_no_parameter_takes_part_in()
    {
        Assert.True(Traced.From(2).Node.IsConstant);
        Assert.True((Traced.From(2) * Traced.From(3)).Node.IsConstant);
        Assert.False(Traced.Input(2, "x").Node.IsConstant);
        Assert.False((Traced.From(2) * Traced.Parameter(3, "w")).Node.IsConstant);
    }

    [Fact]
    public void Every_layer_computes_the_same_values_with_and_without_a_trace()
    {
        var (x, w, b) = (Arrays.Random(1, 2, 2, 5, 6), Arrays.Random(2, 3, 2, 3, 2), Arrays.Random(3, 3));
        var conv = new Conv2d("conv", 2, 3, new Size2d(3, 2), 1, 1);

        Assert.Equal(ReferenceLayer.Forward(conv, [w, b], x).ToDoubles(), ReferenceTrace.Forward(conv, [w, b], x).ToDoubles());
    }
}
