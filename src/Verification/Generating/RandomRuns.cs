using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Running;

namespace TorchBasics.Verification.Generating;

/// <summary>
/// Random networks with random training runs: whatever a correct engine must get right, and no check may blame.
/// </summary>
public static class RandomRuns
{
    private const int Steps = 2;
    private const double LargestNumber = 1e12; // its square times a few thousand terms is still a float32
    private const double LargestScore = 1e9; // beyond, a float32 difference of two is so coarse that its exponential has no bound

    /// <summary>Draws a run.</summary>
    /// <param name="seed">Which one: the same for a seed on every machine.</param>
    /// <returns>
    /// A network of one to six random layers over pictures or vectors with sizes from 1 to 17, a batch of 1 to 9 samples, a
    /// random loss and optimizer, a rate of its own for each step, and inputs that are spread evenly or, for ties and zeros,
    /// small whole numbers.
    /// </returns>
    public static RunSpec Draw(ulong seed)
    {
        for (var attempt = 0UL; ; attempt++)
        {
            var spec = Attempt(seed, attempt);
            if (StaysInRange(spec))
                return spec;
        }
    }

    private static RunSpec Attempt(ulong seed, ulong attempt)
    {
        var random = RandomGenerator.ForStream(seed, "random run", attempt);
        var architecture = new RandomArchitecture(random).Draw($"random-{seed}");
        // From a stream of their own, so that a seed goes on meaning the same network and samples.
        var recipe = WithRates(
            Recipe(random, architecture.Output[0]), RandomGenerator.ForStream(seed, "random rates", attempt));
        var spec = RunSpecs.Random(
            architecture, recipe, Steps, Math.Max(1 + random.NextInt32(9), LeastSamples(architecture)), seed);
        return WithRates(random.NextInt32(3) == 0 ? WithWholeNumbers(spec) : spec, random);
    }

    // A normalization trains on two values of a channel at least.
    private static int LeastSamples(Architecture architecture) =>
        architecture.AllLayers.Any(layer => layer is Core.Layers.BatchNorm) ? 2 : 1;

    private static bool StaysInRange(RunSpec spec) => new ReferenceEngine().Train(spec).All(record =>
        NumberRange.Leaves(record, LargestNumber) is null
        && record.Outputs.ToDoubles().All(score => Math.Abs(score) <= LargestScore));

    private static TrainingRecipe Recipe(RandomGenerator random, int classes)
    {
        LossKind[] losses =
            classes >= 2 ? [LossKind.CrossEntropy, LossKind.MeanSquaredError, LossKind.Rbf] : [LossKind.MeanSquaredError];
        var optimizers = Enum.GetValues<OptimizerKind>();
        return new()
        {
            Data = "random",
            Epochs = 1,
            BatchSize = 1,
            LearningRate = Rate(random),
            Loss = losses[random.NextInt32(losses.Length)],
            LabelSmoothing = random.NextInt32(2) * random.NextDouble() * 0.5,
            Optimizer = optimizers[random.NextInt32(optimizers.Length)],
            Momentum = random.NextDouble() * 0.95,
            WeightDecay = random.NextInt32(2) * random.NextDouble() * 0.1,
        };
    }

    private static TrainingRecipe WithRates(TrainingRecipe recipe, RandomGenerator random)
    {
        var scalings = Enum.GetValues<RateScaling>();
        return recipe with
        {
            Beta2 = random.NextInt32(2) == 0 ? null : 0.5 + (random.NextDouble() * 0.499),
            Epsilon = random.NextInt32(2) == 0 ? null : Math.Pow(10, -random.NextUniform(2, 8)),
            BiasRate = random.NextInt32(2) == 0 ? null : random.NextDouble() * 2,
            RateScaling = scalings[random.NextInt32(scalings.Length)],
        };
    }

    private static double Rate(RandomGenerator random) => random.NextUniform(0.001, 0.2);

    // As a schedule has it: a rate of the step before or after must be found.
    private static RunSpec WithRates(RunSpec spec, RandomGenerator random) => spec with
    {
        Steps = [spec.Steps[0], .. spec.Steps.Skip(1).Select(step => step with { LearningRate = Rate(random) })],
    };

    // From -2 to 2.
    private static RunSpec WithWholeNumbers(RunSpec spec) => spec with
    {
        Steps = [.. spec.Steps.Select(
            step => step with { Inputs = step.Inputs.Map(value => new Float64(Math.Floor((value.Value + 1) * 2.5) - 2)) })],
    };
}
