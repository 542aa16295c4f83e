using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Models;

public class NetworkTests
{
    [Fact]
    public void Saved_arrays_make_another_network_equal()
    {
        using var source = new LeNet5(seed: 1);
        using var target = new LeNet5(seed: 2);

        target.Load(source.Save());

        Assert.Equal(source.Hash(), target.Hash());
    }

    [Fact]
    public void Arrays_of_another_network_are_refused_and_nothing_changes()
    {
        using var network = new LeNet5(seed: 1);
        using var other = new LeNet4(seed: 1);
        var before = network.Hash();

        var error = Assert.Throws<TorchBasicsException>(() => network.Load(other.Save()));

        Assert.Equal(
            "These weights do not belong to lenet5: got conv1.weight Float32 [4, 1, 5, 5]; expected Float32 [6, 1, 5, 5].",
            error.Message);
        Assert.Equal(before, network.Hash());
    }

    [Fact]
    public void A_missing_array_is_named()
    {
        using var network = new LeNet5(seed: 1);

        var error = Assert.Throws<TorchBasicsException>(
            () => network.Load([.. network.Save().Where(array => array.Name != "fc2.bias")]));

        Assert.Equal("These weights do not belong to lenet5: the array fc2.bias is missing.", error.Message);
    }

    [Theory]
    [InlineData(
        new long[] { 64, 28, 28 },
        "LeNet5 got samples of shape [64, 28, 28]; expected [N, 1, 28, 28]. "
        + "The channel axis is missing: images.unsqueeze(1) adds it.")]
    [InlineData(
        new long[] { 1, 28, 28 },
        "LeNet5 got samples of shape [1, 28, 28]; expected [N, 1, 28, 28]. "
        + "The batch axis is missing: sample.unsqueeze(0) adds it.")]
    [InlineData(new long[] { 2, 1, 32, 32 }, "LeNet5 got samples of shape [2, 1, 32, 32]; expected [N, 1, 28, 28].")]
    public void Samples_of_another_shape_are_refused_with_a_remedy(long[] shape, string message)
    {
        using var network = new LeNet5(seed: 1);
        using var input = zeros(shape);

        Assert.Equal(message, Assert.Throws<ShapeException>(() => network.call(input)).Message);
    }

    [Fact]
    public void Dropout_acts_in_training_only()
    {
        using var network = new Network(new Architecture("dropout", [1000], new Dropout(0.5)), seed: 1);
        using var scope = NewDisposeScope();
        var input = ones(1, 1000);

        network.eval();
        var evaluated = network.call(input).data<float>().ToArray();
        network.train();
        var trained = network.call(input).data<float>().ToArray();

        Assert.All(evaluated, value => Assert.Equal(1, value));
        Assert.Equal([0, 2], trained.Distinct().Order());
    }

    [Fact]
    public void A_partial_convolution_sees_only_the_inputs_of_its_table()
    {
        // One kernel of ones on input 1 alone: the output is the sum of that input's window, whatever input 0 holds.
        using var network = new Network(
            new Architecture("partial", [2, 2, 2], new PartialConv2d("c", 2, [[1]], kernel: 2)), seed: 1);
        network.Load([NamedArray.Of<float>("c.weight", [1, 2, 2], [1, 1, 1, 1]), NamedArray.Of<float>("c.bias", [1], [0.5f])]);
        using var scope = NewDisposeScope();

        var output = network.call(tensor(new float[] { 100, 200, 300, 400, 1, 2, 3, 4 }).reshape(1, 2, 2, 2));

        Assert.Equal(10.5f, output.item<float>());
    }

    [Fact]
    public void A_residual_adds_its_input_and_names_the_parameters_of_its_branch()
    {
        var architecture = new Architecture(
            "residual", [2], new Residual(new Linear("a", 2, 1), new Residual(new Linear("b", 1, 1)), new Linear("c", 1, 2)));
        using var network = new Network(architecture, seed: 1);
        network.Load([
            NamedArray.Of<float>("a.weight", [1, 2], [1, 2]), NamedArray.Of<float>("a.bias", [1], [3]),
            NamedArray.Of<float>("b.weight", [1, 1], [4]), NamedArray.Of<float>("b.bias", [1], [5]),
            NamedArray.Of<float>("c.weight", [2, 1], [1, -1]), NamedArray.Of<float>("c.bias", [2], [0, 100])]);
        using var scope = NewDisposeScope();

        var output = network.call(tensor(new float[] { 10, 20 }).reshape(1, 2));

        Assert.Equal(
            ["a.bias", "a.weight", "b.bias", "b.weight", "c.bias", "c.weight"],
            network.named_parameters().Select(pair => pair.name).Order(StringComparer.Ordinal));
        Assert.Equal([10 + 270, 20 - 270 + 100], output.data<float>().ToArray()); // 53, then 53 + 217
    }

    [Fact]
    public void An_ensemble_averages_its_members_and_names_their_parameters()
    {
        var architecture = new Architecture(
            "ensemble", [2], new Ensemble([new Linear("a", 2, 2)], [new Linear("b", 2, 1), new Linear("c", 1, 2)], [new Relu()]));
        using var network = new Network(architecture, seed: 1);
        network.Load([
            NamedArray.Of<float>("a.weight", [2, 2], [1, 2, 0, 3]), NamedArray.Of<float>("a.bias", [2], [3, -3]),
            NamedArray.Of<float>("b.weight", [1, 2], [4, 1]), NamedArray.Of<float>("b.bias", [1], [5]),
            NamedArray.Of<float>("c.weight", [2, 1], [1, -1]), NamedArray.Of<float>("c.bias", [2], [0, 100])]);
        using var scope = NewDisposeScope();

        var output = network.call(tensor(new float[] { 10, -2 }).reshape(1, 2));

        Assert.Equal(
            ["a.bias", "a.weight", "b.bias", "b.weight", "c.bias", "c.weight"],
            network.named_parameters().Select(pair => pair.name).Order(StringComparer.Ordinal));
        Assert.Equal([(9 + 43 + 10) / 3f, (-9 + 57 + 0) / 3f], output.data<float>().ToArray()); // 43 = 40 - 2 + 5
    }

    [Fact]
    public void Subsampling_weighs_the_sum_of_each_window()
    {
        using var network = new Network(new Architecture("subsampling", [1, 2, 2], new Subsampling("s", 1, window: 2)), seed: 1);
        network.Load([NamedArray.Of<float>("s.weight", [1], [0.25f]), NamedArray.Of<float>("s.bias", [1], [3])]);
        using var scope = NewDisposeScope();

        var output = network.call(tensor(new float[] { 1, 2, 3, 6 }).reshape(1, 1, 2, 2));

        Assert.Equal(6, output.item<float>());
    }

    [Fact]
    public void RBF_scores_are_minus_the_squared_distances()
    {
        using var network = new Network(new Architecture("rbf", [2], new RbfOutput("o", [[1, -1], [-1, -1]])), seed: 1);
        using var scope = NewDisposeScope();

        var output = network.call(tensor(new float[] { 1, 1 }).reshape(1, 2));

        Assert.Equal([-4, -8], output.data<float>().ToArray());
    }

    [Fact]
    public void Scaled_tanh_maps_one_to_almost_one()
    {
        using var network = new Network(new Architecture("squash", [1], new ScaledTanh()), seed: 1);
        using var scope = NewDisposeScope();

        var output = network.call(ones(1, 1)).item<float>();

        // 1.7159 tanh(2/3) = 1.00000 to five digits (LeCun et al. 1998, appendix A).
        Assert.InRange(output, 0.99999, 1.00001);
    }

    [Fact]
    public void Fixed_prototypes_get_no_gradient_and_are_no_parameters()
    {
        using var network = new LeNet5Original(seed: 1);

        Assert.DoesNotContain(network.named_parameters(), pair => pair.name == "output.weight");
        Assert.Contains(network.named_buffers(), pair => pair.name == "output.weight");
    }

    [Fact]
    public void Initial_weights_stay_inside_the_bound_of_the_rule_and_fill_it()
    {
        using var network = new LeNet5(seed: 1);
        using var scope = NewDisposeScope();

        var largest = network.State.Single(pair => pair.Name == "fc1.weight").Values.abs().max().item<float>();

        // 48,000 uniform numbers in ±1/sqrt(400) = ±0.05: the largest is above 0.0499 except with probability 0.998^48000.
        Assert.InRange(largest, 0.0499f, 0.05f);
    }
}
