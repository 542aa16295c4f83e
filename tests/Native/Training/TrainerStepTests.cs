using TorchBasics.Core.Recipes;
using TorchBasics.Training.Fused;

namespace TorchBasics.Tests.Native.Training;

/// <summary>What a step takes from its number: the rate of the schedule, and what a dropout drops.</summary>
[Collection(nameof(Alone))]
public sealed class TrainerStepTests
{
    private const double Rate = 1.0 / 1024;

    [Theory]
    [InlineData(KernelChoice.Libtorch)]
    [InlineData(KernelChoice.Fused)]
    public void The_first_step_uses_the_first_rate_of_the_schedule_and_the_last_the_last(KernelChoice kernels)
    {
        using var descent = new SteadyDescent(kernels, steps: 6, rate: 1, ScheduleKind.Step);

        var moves = Enumerable.Range(0, 6).Select(_ => (descent.Step(), descent.Trainer.LearningRate)).ToList();

        // A tenth after each third of six steps; the weights are of size 2, so that a float keeps 1.2E-7 of a move.
        Assert.All(moves.Zip([1, 1, 0.1, 0.1, 0.01, 0.01]), pair =>
        {
            Assert.Equal(pair.Second, pair.First.LearningRate);
            Assert.All(pair.First.Item1, move => Assert.Equal(-pair.Second, move, 2.4e-7));
        });
    }

    [Theory]
    [InlineData(KernelChoice.Libtorch)]
    [InlineData(KernelChoice.Fused)]
    public void Each_step_drops_inputs_of_its_own(KernelChoice kernels)
    {
        var masks = Masks(kernels, seed: 1);

        Assert.Equal(4, masks.Distinct().Count());
        Assert.Equal(masks, Masks(kernels, seed: 1));
        Assert.Empty(masks.Intersect(Masks(kernels, seed: 2)));
    }

    // What enters is 0 or, with one half dropped, 2. 64 inputs keep 32 and 26.2 at most more or less, but for once in 1E9
    // (Hoeffding).
    private static List<string> Masks(KernelChoice kernels, ulong seed)
    {
        using var descent = new SteadyDescent(kernels, steps: 4, Rate, dropout: 0.5, seed: seed);
        var moves = Enumerable.Range(0, 4).Select(_ => descent.Step()).ToList();
        Assert.All(moves, step =>
        {
            Assert.All(step, move => Assert.Contains(move / -Rate, (double[])[0, 2]));
            Assert.InRange(step.Count(move => move != 0), 6, 58);
        });
        return [.. moves.Select(step => string.Concat(step.Select(move => move == 0 ? '.' : 'x')))];
    }
}
