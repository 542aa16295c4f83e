using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Engines;

/// <summary>Runs to check: random batches for a network, from its initial weights.</summary>
public static class RunSpecs
{
    /// <summary>Makes a run.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="recipe">Its loss and optimizer; the rate stays as it is over the run.</param>
    /// <param name="steps">Number of steps, at least 1.</param>
    /// <param name="batchSize">Samples in each batch, at least 1.</param>
    /// <param name="seed">Seed of the weights, of the batches and of dropout.</param>
    /// <param name="weights">
    /// The weights to begin with, in the order of the description; null for those of the seed, where what starts as the same
    /// number everywhere is spread by up to a half: ones and zeros hide what is swapped or left out.
    /// </param>
    /// <returns>The run.</returns>
    public static RunSpec Random(
        Architecture architecture,
        TrainingRecipe recipe,
        int steps,
        int batchSize,
        ulong seed,
        IReadOnlyList<NamedArray>? weights = null) =>
        new(
            architecture,
            [.. weights?.Select(ToReference) ?? Weights(architecture, seed)],
            recipe,
            [.. Enumerable.Range(0, steps).Select(step => Feed(
                architecture, recipe.LearningRate, batchSize, RandomGenerator.ForStream(seed, "batch", (ulong)step)))])
        {
            DropoutSeed = seed,
        };

    /// <summary>How a model of the catalogue is trained, as far as an engine is concerned.</summary>
    /// <param name="entry">The model.</param>
    /// <returns>Its recipe; for a network without one, or whose rule needs no gradient, the mean squared error.</returns>
    public static TrainingRecipe RecipeOf(ModelEntry entry)
    {
        var recipe = entry.Recipe ?? new TrainingRecipe { Data = "none", Epochs = 1, BatchSize = 2, LearningRate = 0.1 };
        return entry.Architecture.Output[0] == 1 ? recipe with { Loss = LossKind.MeanSquaredError } : recipe;
    }

    /// <summary>A larger batch of the same samples.</summary>
    /// <param name="feed">The batch.</param>
    /// <param name="samples">Samples of the larger one.</param>
    /// <returns>The samples in order, from the first again after the last.</returns>
    internal static StepFeed Repeat(StepFeed feed, int samples)
    {
        var (count, inputs) = (feed.Labels.Length, new Tensor<Float64>([samples, .. feed.Inputs.Sizes[1..]]));
        var size = inputs.Elements.Length / samples;
        for (var n = 0; n < samples; n++)
            feed.Inputs.Elements.Slice(n % count * size, size).CopyTo(inputs.Elements[(n * size)..]);
        return feed with { Inputs = inputs, Labels = [.. Enumerable.Range(0, samples).Select(n => feed.Labels[n % count])] };
    }

    private static IEnumerable<Tensor<Float64>> Weights(Architecture architecture, ulong seed) =>
        WeightInitializer.Draw(architecture, seed).Select(ToReference).Zip(
            architecture.Parameters, (array, parameter) => parameter.Spec.Initial is null
                ? array
                : array.Zip(
                    RandomNumbers.Draw(RandomGenerator.ForStream(seed, $"spread {parameter.Name}", 0), array.Sizes),
                    (value, spread) => new Float64((float)(value.Value + (spread.Value / 2)))));

    private static StepFeed Feed(Architecture architecture, double rate, int batchSize, RandomGenerator random)
    {
        var inputs = RandomNumbers.Draw(random, [batchSize, .. architecture.Input]);
        var classes = Math.Max(architecture.Output[0], 2); // a single output tells two classes apart
        return new(inputs, [.. Enumerable.Range(0, batchSize).Select(_ => random.NextInt32(classes))], rate);
    }

    /// <summary>An array of a file as the reference has it.</summary>
    /// <param name="array">Float32.</param>
    /// <returns>The same numbers.</returns>
    internal static Tensor<Float64> ToReference(NamedArray array) => Tensor<Float64>.Over(
        [.. array.Sizes.Select(size => (int)size)],
        Array.ConvertAll(array.Values<float>().ToArray(), value => new Float64(value)));
}
