using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Verification.Checks;

/// <summary>Chance in a run: how many elements a dropout keeps, and whether it keeps the same ones again.</summary>
[Collection(nameof(Alone))]
public sealed class DropoutTests
{
    private static readonly TrainingRecipe Recipe = new() { Data = "none", Epochs = 1, BatchSize = 5, LearningRate = 0.1 };

    // 5 samples of 60 elements: by Hoeffding's inequality a fair draw of 300 keeps 150 and 65.2 at most more or less.
    private static RunSpec Spec(ulong seed = 1) => RunSpecs.Random(
        new Architecture("chance", [20], new Linear("fc1", 20, 60), new Dropout(0.5), new Linear("fc3", 60, 3)),
        Recipe,
        steps: 2,
        batchSize: 5,
        seed: 1) with
    {
        DropoutSeed = seed,
    };

    [Fact]
    public void A_fair_draw_passes_and_is_counted()
    {
        var deviations = Check(TorchParts.Product);

        Assert.All(deviations, deviation => Assert.True(deviation.Passed, $"{deviation}"));
        Assert.Equal(300, deviations.Single(deviation => deviation.Place == Place.Kept("dropout2")).Count);
    }

    [Fact]
    public void A_dropout_that_rests_in_training_is_found_even_if_it_enlarges()
    {
        var failure = Assert.Single(Check(Dropping(call => call.Input * 2)), deviation => !deviation.Passed);

        Assert.Equal(Place.Kept("dropout2"), failure.Place);
        Assert.Equal(
            "the dropout kept 300 of 300 elements; expected 150 +- 65.2 for a probability of 0.5 to be dropped", failure.Problem);
    }

    [Fact]
    public void A_dropout_of_another_probability_is_found()
    {
        // Enlarges as if by one half, as it should, and drops one tenth.
        var failure = Assert.Single(
            Check(Dropping(call => call.Input * rand_like(call.Input).ge(0.1) * 2)), deviation => !deviation.Passed);

        Assert.Equal(Place.Kept("dropout2"), failure.Place);
    }

    [Fact]
    public void A_run_keeps_the_same_elements_each_time_and_others_with_another_seed()
    {
        var engine = new TorchEngine(Precision.Float32);

        var (once, again, other) = (Kept(engine, Spec()), Kept(engine, Spec()), Kept(engine, Spec(seed: 2)));

        Assert.Equal(once, again);
        Assert.NotEqual(once[0], once[1]);
        Assert.NotEqual(once[0], other[0]);
        Assert.All(
            new DeterminismCheck<Binary32>().Check(engine, Spec()), deviation => Assert.True(deviation.Passed, $"{deviation}"));
    }

    [Fact]
    public void The_reference_keeps_others_with_another_seed() =>
        Assert.NotEqual(Kept(new ReferenceEngine(), Spec())[0], Kept(new ReferenceEngine(), Spec(seed: 2))[0]);

    private static TorchParts Dropping(Func<TorchParts.LayerCall, Tensor> drop) => TorchParts.Product with
    {
        Forward = call => call is { Layer: Dropout, Training: true } ? drop(call) : call.Module.call(call.Input),
    };

    private static List<Deviation> Check(TorchParts parts) =>
        [.. new LocalCheck<Binary32>(Recipe).Check(new TorchEngine(Precision.Float32, parts: parts).Train(Spec()).First())];

    private static List<bool[]> Kept(IEngine engine, RunSpec spec) =>
        [.. engine.Train(spec).Select(step => step.Layers[1].Kept!)];
}
