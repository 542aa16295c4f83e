using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Managed.Core.Layers;

public class BatchNormTests
{
    [Fact]
    public void Shapes_stay_and_other_channels_are_refused()
    {
        Assert.Equal([5], new BatchNorm1d("bn", 5).OutputShape([5]));
        Assert.Equal([5, 3, 4], new BatchNorm2d("bn", 5).OutputShape([5, 3, 4]));
        Assert.Equal(
            "bn (BatchNorm1d) got input of shape [N, 5, 3, 4]; expected [N, 5].",
            Assert.Throws<ShapeException>(() => new BatchNorm1d("bn", 5).OutputShape([5, 3, 4])).Message);
        Assert.Equal(
            "bn (BatchNorm2d) got input of shape [N, 4, 3, 4]; expected [N, 5, H, W].",
            Assert.Throws<ShapeException>(() => new BatchNorm2d("bn", 5).OutputShape([4, 3, 4])).Message);
    }

    [Fact]
    public void Two_arrays_are_trained_and_two_are_buffers()
    {
        var layer = new BatchNorm2d("bn", 5);

        Assert.Equal(
            [("weight", ParameterRole.Parameter, 1f), ("bias", ParameterRole.Parameter, 0f),
                ("running_mean", ParameterRole.Buffer, 0f), ("running_var", ParameterRole.Buffer, 1f)],
            layer.Parameters.Select(spec => (spec.Name, spec.Role, spec.Initial!.Value)));
        Assert.All(layer.Parameters, spec => Assert.Equal([5], spec.Shape));
        Assert.Equal((10L, 60L, 120L), (layer.ParameterCount, layer.MultiplyAdds([5, 3, 4]), layer.Connections([5, 3, 4])));
        Assert.Equal((1e-5, 0.1, true), (layer.Eps, layer.Momentum, layer.DiffersInTraining));
    }

    [Theory]
    [InlineData(0, 0.1, "eps is 0; expected a positive number.")]
    [InlineData(double.NaN, 0.1, "eps is NaN; expected a positive number.")]
    [InlineData(1e-5, 1.1, "momentum is 1.1; expected a number from 0 to 1.")]
    [InlineData(1e-5, double.NaN, "momentum is NaN; expected a number from 0 to 1.")]
    public void Numbers_out_of_range_are_refused(double eps, double momentum, string message) =>
        Assert.StartsWith(
            message,
            Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm1d("bn", 2, eps, momentum)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void One_value_per_channel_cannot_be_trained_on()
    {
        new BatchNorm1d("bn", 3).RequireSpread(2);

        Assert.StartsWith(
            "bn (BatchNorm1d) got 1 value per channel; in training it takes a variance, which needs at least 2.",
            Assert.Throws<ShapeException>(() => new BatchNorm1d("bn", 3).RequireSpread(1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_holds_it_behaves_otherwise_in_training_too()
    {
        Assert.True(new Lift(new BatchNorm1d("bn", 3)).DiffersInTraining);
        Assert.True(new Residual(new Linear("fc", 3, 3), new Residual(new BatchNorm1d("bn", 3))).DiffersInTraining);
        Assert.False(new Residual(new Linear("fc", 3, 3)).DiffersInTraining);
    }

    [Fact]
    public void Within_a_residual_its_arrays_keep_their_names_and_roles()
    {
        var layer = new Residual(new BatchNorm1d("bn", 3), new Linear("fc", 3, 3));

        Assert.Equal(["bn.weight", "bn.bias", "fc.weight", "fc.bias"], layer.Trainable.Select(layer.FullName));
        Assert.Equal(
            ["bn.running_mean", "bn.running_var"],
            layer.Parameters.Where(spec => spec.Role == ParameterRole.Buffer).Select(layer.FullName));
        Assert.Equal(3 + 3 + 9 + 3, layer.ParameterCount);
    }

    [Fact]
    public void Its_first_numbers_are_given_and_the_others_are_drawn_as_without_it()
    {
        var without = new Architecture("without", [4], new Linear("fc1", 4, 3), new Linear("fc2", 3, 2));
        var with = new Architecture("with", [4], new BatchNorm1d("bn", 4), new Linear("fc1", 4, 3), new Linear("fc2", 3, 2));

        var arrays = WeightInitializer.Draw(with, seed: 5);

        Assert.Equal([1f, 0f, 0f, 1f], arrays.Take(4).Select(array => Assert.Single(array.Values<float>().ToArray().Distinct())));
        Assert.Equal(
            WeightInitializer.Draw(without, seed: 5).Select(array => array.Values<float>().ToArray()),
            arrays.Skip(4).Select(array => array.Values<float>().ToArray()));
        Assert.Equal(
            TorchBasics.Reference.Learning.InitialWeights.Draw(with, seed: 5).Select(array => array.ToDoubles()),
            arrays.Select(array => Array.ConvertAll(array.Values<float>().ToArray(), value => (double)value)));
    }
}
