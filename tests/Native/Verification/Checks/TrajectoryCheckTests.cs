using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;

namespace TorchBasics.Tests.Native.Verification.Checks;

/// <summary>How far the textbook follows an engine where rounding may decide: 0.1 - 0.1 is zero or nearly so.</summary>
public sealed class TrajectoryCheckTests
{
    private static readonly TrainingRecipe Recipe =
        new() { Data = "none", Epochs = 1, BatchSize = 1, LearningRate = 0.1, Optimizer = OptimizerKind.Sgd };

    [Fact]
    public void An_open_threshold_ends_the_comparison_at_its_results()
    {
        var (places, ended) = Follow(new Linear("fc1", 2, 2), new Step(), new Linear("fc3", 2, 2));

        Assert.Equal(["batch.inputs", "fc1.output"], places);
        Assert.Equal("at step 1: rounding may decide a choice of step2", ended);
    }

    [Fact]
    public void An_open_rectifier_ends_the_comparison_at_its_gradient()
    {
        var (places, ended) = Follow(new Linear("fc1", 2, 2), new Relu(), new Linear("fc3", 2, 2));

        Assert.Equal(
            ["batch.inputs", "fc1.output", "relu2.output", "fc3.output", "loss.value", "loss.grad", "fc3.weight.grad",
                "fc3.bias.grad", "fc3.input.grad"],
            places);
        Assert.Equal("at step 1: rounding may decide a choice of relu2", ended);
    }

    [Fact]
    public void An_open_rectifier_inside_a_lift_ends_the_comparison_at_the_gradients_of_the_lift()
    {
        var (places, ended) = Follow(new Lift(new Linear("fc1", 2, 2), new Relu()), new Linear("fc2", 4, 2));

        Assert.Equal(
            ["batch.inputs", "fc1.output", "fc2.output", "loss.value", "loss.grad", "fc2.weight.grad", "fc2.bias.grad",
                "fc2.input.grad"],
            places);
        Assert.Equal("at step 1: rounding may decide a choice of fc1", ended);
    }

    [Fact]
    public void An_open_threshold_inside_a_lift_ends_the_comparison_at_the_results_of_the_lift()
    {
        var (places, ended) = Follow(new Lift(new Linear("fc1", 2, 2), new Step()), new Linear("fc2", 4, 2));

        Assert.Equal(["batch.inputs"], places);
        Assert.Equal("at step 1: rounding may decide a choice of fc1", ended);
    }

    [Fact]
    public void A_choice_that_is_clear_is_followed_through_a_lift()
    {
        var (places, ended) = Follow(bias: 0.5, new Lift(new Linear("fc1", 2, 2), new Relu()), new Linear("fc2", 4, 2));

        Assert.Equal(["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"], places.TakeLast(4));
        Assert.Null(ended);
    }

    private static (IEnumerable<string> Places, string? Ended) Follow(params Layer[] layers) => Follow(bias: 0, layers);

    private static (IEnumerable<string> Places, string? Ended) Follow(double bias, params Layer[] layers)
    {
        var spec = RunSpecs.Random(new Architecture("open", [2], layers), Recipe, steps: 1, batchSize: 1, seed: 1);
        spec = spec with
        {
            Weights = [Tensor<Float64>.From([2, 2], [1, 1, 1, 0]), Tensor<Float64>.From([2], [bias, 0]), .. spec.Weights.Skip(2)],
            Steps = [spec.Steps[0] with { Inputs = Tensor<Float64>.From([1, 2], [0.1f, -0.1f]) }],
        };
        var check = new TrajectoryCheck<Binary64>(spec, steps: 1);

        var deviations = check.Check(new ReferenceEngine().Train(spec).Single()).ToList();

        Assert.All(deviations, deviation => Assert.True(deviation.Passed, $"{deviation}"));
        return (deviations.Select(deviation => $"{deviation.Place}"), check.Ended);
    }
}
