using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Benchmarks.Training;

/// <summary>
/// What all rivals of a training contest start from: the network, its weights, the samples and their order, the recipe.
/// </summary>
internal sealed class TrainingTask : IDisposable
{
    /// <summary>Seed of weights and order.</summary>
    public const ulong Seed = 1;

    /// <summary>Gathers a task.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="recipe">Batch size, optimizer, constant rate, label smoothing.</param>
    /// <param name="split">The samples.</param>
    /// <param name="threads">Threads of every rival.</param>
    /// <param name="device">Where they compute; null for the CPU.</param>
    public TrainingTask(
        Architecture architecture, TrainingRecipe recipe, DataSplit split, int threads, Device? device = null)
    {
        (Architecture, Threads) = (architecture, threads);
        Recipe = recipe with { Schedule = ScheduleKind.Constant, Epochs = 1_000_000 };
        Data = new TensorData(split.Train, split.DefaultNormalization(recipe.Pixels), device ?? CPU);
        Order = EpochOrder.Permutation(Seed, epoch: 0, Data.Count);
        using var network = new Network(architecture, Seed);
        Weights = Trainable(network.Save());
    }

    private TrainingTask(TrainingTask origin, Architecture architecture, TrainingRecipe recipe) =>
        (Architecture, Threads, Recipe, Data, Order, Weights)
        = (architecture, origin.Threads, recipe, origin.Data, origin.Order, origin.Weights);

    public Architecture Architecture { get; }

    public TrainingRecipe Recipe { get; }

    public TensorData Data { get; }

    /// <summary>The order of the first epoch; who keeps to it in later epochs saves the drawing of a new one.</summary>
    public long[] Order { get; }

    /// <summary>The initial weights, without what training leaves alone.</summary>
    public IReadOnlyList<NamedArray> Weights { get; }

    public int Threads { get; }

    /// <summary>Whether every step sees all samples, so that there is nothing to select.</summary>
    public bool IsFullBatch => Recipe.BatchSize == Data.Count;

    /// <summary>How far weights have come from the start, one after the other in the order of the description.</summary>
    /// <param name="weights">Weights now, in that order.</param>
    /// <returns>The differences.</returns>
    public float[] Moved(IEnumerable<float> weights) =>
        [.. weights.Zip(Weights.SelectMany(array => array.Values<float>().ToArray()), (now, start) => now - start)];

    /// <summary>The same for all arrays of a network, of which the trainable ones count.</summary>
    public float[] MovedFrom(IReadOnlyList<NamedArray> arrays) =>
        Moved(Trainable(arrays).SelectMany(array => array.Values<float>().ToArray()));

    /// <summary>
    /// The same samples and initial weights with another recipe or other activations, for a library that cannot follow ours. It
    /// lives as long as this object and needs no disposal.
    /// </summary>
    /// <param name="recipe">Batch size, optimizer, rate, loss.</param>
    /// <param name="architecture">Layers with the same weights; null keeps them.</param>
    public TrainingTask Vary(TrainingRecipe recipe, Architecture? architecture = null) =>
        new(this, architecture ?? Architecture, recipe);

    /// <inheritdoc/>
    public void Dispose() => Data.Dispose();

    private IReadOnlyList<NamedArray> Trainable(IReadOnlyList<NamedArray> arrays)
    {
        var names = Architecture.Parameters.Where(parameter => parameter.Spec.Role == ParameterRole.Parameter)
            .Select(parameter => parameter.Name).ToHashSet();
        return [.. arrays.Where(array => names.Contains(array.Name))];
    }
}
