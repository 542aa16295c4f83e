using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification.Checks;

/// <summary>Chance in a run: whether a dropout keeps the same elements again.</summary>
public sealed class DropoutTests
{
    private static readonly TrainingRecipe Recipe = new() { Data = "none", Epochs = 1, BatchSize = 5, LearningRate = 0.1 };

    private static RunSpec Spec(ulong seed = 1) => RunSpecs.Random(
        new Architecture("chance", [20], new Linear("fc1", 20, 60), new Dropout(0.5), new Linear("fc3", 60, 3)), Recipe, steps: 2, batchSize: 5, seed: 1) with
    {
        DropoutSeed = seed,
    };

    [Fact]
    public void A_run_keeps_the_same_elements_each_time_and_others_with_another_seed()
    {
        var engine = new TorchEngine(Precision.Float32);

        var (once, again, other) = (Kept(engine, Spec()), Kept(engine, Spec()), Kept(engine, Spec(seed: 2)));

        Assert.Equal(once, again);
        Assert.NotEqual(once[0], once[1]);
        Assert.NotEqual(once[0], other[0]);
        Assert.All(new DeterminismCheck<Binary32>().Check(engine, Spec()), deviation => Assert.True(deviation.Passed, $"{deviation}"));
    }

    [Fact]
    public void The_reference_keeps_others_with_another_seed() =>
        Assert.NotEqual(Kept(new ReferenceEngine(), Spec())[0], Kept(new ReferenceEngine(), Spec(seed: 2))[0]);

    private static List<bool[]> Kept(IEngine engine, RunSpec spec) => [.. engine.Train(spec).Select(step => step.Layers[1].Kept!)];
}
