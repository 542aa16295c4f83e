using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Curvature;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Optimizers;
using TorchBasics.Tests.Managed.Reference.Support;

namespace TorchBasics.Tests.Managed.Reference.Curvature;

public class DiagonalCurvatureTests
{
    // One layer of weights, so that nothing is left out: the diagonal of the loss's own second derivative.
    [Theory]
    [InlineData(LossKind.CrossEntropy)]
    [InlineData(LossKind.MeanSquaredError)]
    public void Of_one_linear_layer_it_is_the_second_derivative_of_the_loss(LossKind loss)
    {
        var network = new Architecture("one", [4], new Linear("fc", 4, 3));
        Tensor<Float64>[] parameters = [Arrays.Random(1, 3, 4), Arrays.Random(2, 3)];
        var x = Arrays.Random(3, 5, 4);

        var found = DiagonalCurvature.Of(network, parameters, x, loss);

        // Central difference of the gradient, which is exact to about 1e-9 at this step.
        for (var p = 0; p < 2; p++)
            for (var i = 0; i < parameters[p].Elements.Length; i++)
                Assert.Equal((Slope(p, i, 1e-5) - Slope(p, i, -1e-5)) / 2e-5, found[p].Elements[i].Value, 1e-8);

        double Slope(int parameter, int element, double moved)
        {
            var own = parameters.Select(array => array.Clone()).ToArray();
            own[parameter].Elements[element] += new Float64(moved);
            var y = ReferenceLayer.Forward(network.Layers[0], own, x);
            var gradient = ReferenceLoss.Gradient(loss, 0, 3, y, [0, 2, 1, 1, 0]);
            return ReferenceLayer.Backward(network.Layers[0], own, x, y, gradient)
                .Parameters[parameter].Elements[element].Value;
        }
    }

    // Where each layer has one number, nothing is coupled: Gauss and Newton's curvature is 2 (dy/dw)^2 for one output.
    [Fact]
    public void Of_a_chain_of_single_numbers_it_is_the_square_of_the_slope()
    {
        var network = new Architecture("chain", [1],
            new Linear("fc1", 1, 1), new Tanh(),
            new Linear("fc2", 1, 1), new ScaledTanh(),
            new Linear("fc3", 1, 1), new Sigmoid());
        Tensor<Float64>[] parameters =
            [.. Enumerable.Range(0, 6).Select(i => Arrays.Random((ulong)(10 + i), i % 2 == 0 ? [1, 1] : [1]))];
        var own = LayerArrays.Split(network.Layers, parameters);
        var x = Arrays.Of([1, 1], 0.75);

        var found = DiagonalCurvature.Of(network, parameters, x, LossKind.MeanSquaredError);

        var results = new List<Tensor<Float64>> { x };
        foreach (var (layer, arrays) in network.Layers.Zip(own))
            results.Add(ReferenceLayer.Forward(layer, arrays, results[^1]));
        var (slope, slopes) = (Arrays.Of([1, 1], 1), new List<double>());
        for (var k = own.Count - 1; k >= 0; k--)
        {
            var gradients = ReferenceLayer.Backward(network.Layers[k], own[k], results[k], results[k + 1], slope);
            slope = gradients.Input;
            slopes.InsertRange(0, gradients.Parameters.Select(gradient => gradient.Elements[0].Value));
        }

        Assert.Equal(slopes.Select(value => 2 * value * value), found.Select(array => array.Elements[0].Value), Near);
    }

    // Equation 23: a weight that several connections share has the sum over them, here over two places and one sample.
    [Fact]
    public void A_shared_weight_has_the_sum_over_its_connections()
    {
        var network = new Architecture("shared", [1, 1, 3], new Conv2d("conv", 1, 1, new Size2d(1, 2), 1, 0), new Flatten());
        var x = Arrays.Of([1, 1, 1, 3], 1, 2, 3);

        var found = DiagonalCurvature.Of(
            network, [Arrays.Of([1, 1, 1, 2], 5, 7), Arrays.Of([1], 0)], x, LossKind.MeanSquaredError);

        // Two outputs, so that each has the second derivative 2 / 2 = 1: 1 + 4, 4 + 9; the bias 1 + 1.
        Arrays.AssertClose([1, 1, 1, 2], [5, 13], found[0]);
        Arrays.AssertClose([1], [2], found[1]);
    }

    // 2 at the output; the largest, 6, takes it whole, or each of 1, 2, 3, 6 a sixteenth.
    [Theory]
    [InlineData("max", 2 * 36, 2)]
    [InlineData("mean", 2 * (1 + 4 + 9 + 36) / 16.0, 2 * 4 / 16.0)]
    public void Pooling_hands_on_with_the_squares_of_its_shares(string kind, double ofFirst, double ofBias)
    {
        Layer pool = kind == "max" ? new MaxPool2d(2, 2) : new AvgPool2d(2, 2);
        var network = new Architecture(
            "pooled", [1, 2, 2], new Conv2d("conv", 1, 1, 1, 1, 0), pool, new Flatten(), new Linear("fc", 1, 1));

        var found = DiagonalCurvature.Of(
            network,
            [Arrays.Of([1, 1, 1, 1], 1), Arrays.Of([1], 0), Arrays.Of([1, 1], 1), Arrays.Of([1], 0)],
            Arrays.Of([1, 1, 2, 2], 1, 2, 3, 6),
            LossKind.MeanSquaredError);

        Assert.Equal(ofFirst, found[0].Elements[0].Value, 1e-12);
        Assert.Equal(ofBias, found[1].Elements[0].Value, 1e-12);
    }

    [Fact]
    public void Rbf_units_start_with_two_for_each_number_that_enters()
    {
        var network = new Architecture("rbf", [2], new Linear("fc", 2, 3), new RbfOutput("out", [[1, -1, 1], [-1, 1, 1]]));

        var found = DiagonalCurvature.Of(
            network,
            [Arrays.Random(1, 3, 2), Arrays.Random(2, 3), Arrays.Of([2, 3], 1, -1, 1, -1, 1, 1)],
            Arrays.Of([2, 2], 1, 2, 3, 4),
            LossKind.Rbf);

        // Means over two samples: 2 (1 + 9) / 2 and 2 (4 + 16) / 2.
        Arrays.AssertClose([3, 2], [10, 20, 10, 20, 10, 20], found[0]);
        Arrays.AssertClose([3], [2, 2, 2], found[1]);
    }

    [Fact]
    public void A_layer_without_a_rule_is_named()
    {
        var network = new Architecture("scores", [2], new Linear("fc", 2, 3), new Softmax());

        var error = Assert.Throws<NotSupportedException>(() => DiagonalCurvature.Of(
            network, [Arrays.Random(1, 3, 2), Arrays.Random(2, 3)], Arrays.Random(3, 1, 2), LossKind.MeanSquaredError));

        Assert.Contains("Softmax", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_divides_by_the_second_derivative_and_the_damping()
    {
        // w - r (g + d w) / (mu + h): 2 - 0.5 (3 + 0.25 x 2) / (0.5 + 1.25) = 1, and h stays.
        var step = DiagonalLevenbergMarquardt.Step(
            Arrays.Of([1], 2), Arrays.Of([1], 3), Arrays.Of([1], 1.25), rate: 0.5, damping: 0.5, weightDecay: 0.25);

        Arrays.AssertClose([1], [1], step.Parameter);
        Arrays.AssertClose([1], [1.25], Assert.Single(step.Buffers));
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, expected);
}
