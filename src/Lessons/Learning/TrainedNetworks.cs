using System.Collections.Concurrent;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Digits;

namespace TorchBasics.Lessons.Learning;

/// <summary>Trains the networks that lessons ask for when they are first asked for, and remembers them.</summary>
/// <remarks>
/// Seed, digits and steps are fixed, so that a machine trains the same weights each time, to the last bit and with any number of
/// threads. Machines with other registers round differently.
/// </remarks>
/// <param name="report">Told the network's name and how much of its training is done, from 0 to 1; may throw to end it.</param>
public sealed class TrainedNetworks(Action<string, double>? report = null) : ITrainedNetworks
{
    private const ulong Seed = 1;
    private const int Digits = 60_000;

    private readonly ConcurrentDictionary<string, Lazy<Model>> _networks = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<DigitSamples> _samples = new(() => DigitSamples.Take(DigitSet.Training, Digits));

    /// <summary>The names of the networks.</summary>
    public static IReadOnlyList<string> Names { get; } = ["softmax-regression", "mlp", "lenet5"];

    /// <inheritdoc/>
    public Model Get(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase)
            ? _networks.GetOrAdd(name, _ => new(() => Train(ModelCatalog.Find(name)))).Value
            : throw new InvalidOperationException($"Nobody trains '{name}' for the lessons.");

    // The network with hidden units has about as many numbers to learn as LeNet-5.
    private static Architecture Describe(ModelEntry entry) =>
        entry.Name == "mlp" ? Mlp.Describe("mlp", entry.Architecture.Input, 10, 100) : entry.Architecture;

    private static int Epochs(ModelEntry entry) => entry.Name == "lenet5" ? 3 : 4;

    private Model Train(ModelEntry entry)
    {
        var samples = _samples.Value;
        var recipe = entry.Recipe!;
        return DigitLearning.Run(
            DigitLearning.Start(Describe(entry), samples, Seed),
            recipe,
            samples,
            Seed,
            Epochs(entry) * samples.Count / recipe.BatchSize,
            share => report?.Invoke(entry.Name, share)).Model;
    }
}
