using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Optimizers;
using static TorchSharp.torch;

namespace TorchBasics.Training;

/// <summary>
/// Finds a learning rate by one short run in which the rate grows geometrically at every step until the loss diverges.
/// </summary>
/// <remarks>Source: Smith 2017, "Cyclical learning rates for training neural networks", section 3.3.</remarks>
public static class LearningRateFinder
{
    private const double Lowest = 1e-5;
    private const double Highest = 10;
    private const double Smoothing = 0.9;   // weight of the past in the running mean of the loss
    private const double Divergence = 4;    // times the smallest smoothed loss

    /// <summary>Sweeps the learning rate; the network's weights are put back afterwards.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The training set.</param>
    /// <param name="options">Recipe and seed; the recipe's rate and schedule are not used.</param>
    /// <param name="steps">Steps from the lowest to the highest rate; at least 10.</param>
    /// <returns>The sweep.</returns>
    /// <exception cref="TorchBasicsException">An option is out of its range, or the loss is not a number at the very start.</exception>
    public static LearningRateSweep Find(Network network, TensorData data, TrainingOptions options, int steps = 200)
    {
        if (steps < 10)
            throw new TorchBasicsException(ErrorKind.Usage, $"The sweep has {steps} steps; expected at least 10.");
        var recipe = (options with { HoldOut = 0, Patience = null }).Check(data.Count).Recipe;
        var before = network.Save();
        using var optimizer = Optimizer.Create(recipe, [.. network.named_parameters()]);
        var loss = Loss.Create(recipe.Loss, recipe.LabelSmoothing, network.Architecture.Output[0]);
        try
        {
            network.train();
            return Sweep(network, data, recipe, options.Seed, steps, loss, optimizer);
        }
        finally
        {
            network.Load(before);
        }
    }

    private static LearningRateSweep Sweep(
        Network network, TensorData data, TrainingRecipe recipe, ulong seed, int steps, Loss loss, Optimizer optimizer)
    {
        var points = new List<(double Rate, double Loss)>();
        var (mean, smallest) = (0.0, double.PositiveInfinity);
        var order = RandomGenerator.ForStream(seed, "learning-rate-finder");
        for (var step = 0; step < steps; step++)
        {
            var rate = Lowest * Math.Pow(Highest / Lowest, step / (steps - 1.0));
            var value = Step(network, data, Draw(data, recipe.BatchSize, order), loss, optimizer, rate);
            mean = (Smoothing * mean) + ((1 - Smoothing) * value);
            var smoothed = mean / (1 - Math.Pow(Smoothing, step + 1));  // corrects the start at zero
            if (!double.IsFinite(smoothed) || smoothed > Divergence * smallest)
                return new(points, Suggest(points), Diverged: true);
            points.Add((rate, smoothed));
            smallest = Math.Min(smallest, smoothed);
        }

        return new(points, Suggest(points), Diverged: false);
    }

    private static double Step(Network network, TensorData data, long[] indices, Loss loss, Optimizer optimizer, double rate)
    {
        using var scope = NewDisposeScope();
        var batch = data.Gather(tensor(indices, device: data.Device));
        optimizer.ZeroGrad();
        var value = loss.Of(network.call(batch.Inputs), batch.Labels);
        value.backward();
        optimizer.Step(rate);
        return value.item<float>();
    }

    private static long[] Draw(TensorData data, int count, RandomGenerator random)
    {
        var indices = new long[count];
        for (var i = 0; i < count; i++)
            indices[i] = random.NextInt32(data.Count);
        return indices;
    }

    private static double Suggest(List<(double Rate, double Loss)> points) => points.Count == 0
        ? throw new TorchBasicsException(ErrorKind.Failed, "The loss is not a number at the first step of the sweep; look at the data and the initial weights.")
        : points.MinBy(point => point.Loss).Rate / 10;
}
