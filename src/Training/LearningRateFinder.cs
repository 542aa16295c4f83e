using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training.Data;

namespace TorchBasics.Training;

/// <summary>
/// Finds a learning rate by one short run in which the rate grows geometrically at every step until the loss diverges. Its
/// steps are those of training: the same batches, distortions, dropouts and kernels.
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
    /// <param name="options">How a run would train; the recipe's rate, schedule and number of epochs are not used.</param>
    /// <param name="steps">Steps from the lowest to the highest rate; at least 10.</param>
    /// <returns>The sweep.</returns>
    /// <exception cref="TorchBasicsException">
    /// An option is out of its range, or the loss is not a number at the very start.
    /// </exception>
    public static LearningRateSweep Find(Network network, TensorData data, TrainingOptions options, int steps = 200)
    {
        if (steps < 10)
            throw new TorchBasicsException(ErrorKind.Usage, $"The sweep has {steps} steps; expected at least 10.");
        var before = network.Save();
        using var trainer = new Trainer(network, data, Rising(options, data.Count, steps), Parts(steps));
        try
        {
            return Sweep(trainer, steps);
        }
        finally
        {
            network.Load(before);
        }
    }

    // Epochs enough for all steps; no schedule changes the rates.
    private static TrainingOptions Rising(TrainingOptions options, int samples, int steps)
    {
        var recipe = options.Recipe;
        var epochs = 1 + (int)((long)steps * recipe.BatchSize / samples);
        return options with { Recipe = recipe with { Epochs = epochs, Schedule = ScheduleKind.Constant } };
    }

    private static TrainerParts Parts(int steps) => TrainerParts.Product with
    {
        Rate = (_, step, _) => Lowest * Math.Pow(Highest / Lowest, step / (steps - 1.0)),
    };

    private static LearningRateSweep Sweep(Trainer trainer, int steps)
    {
        var points = new List<(double Rate, double Loss)>();
        var (mean, smallest) = (0.0, double.PositiveInfinity);
        for (var step = 1; step <= steps; step++)
        {
            var smoothed = double.NaN;
            if (trainer.TryStep())
            {
                mean = (Smoothing * mean) + ((1 - Smoothing) * trainer.LastLoss);
                smoothed = mean / (1 - Math.Pow(Smoothing, step)); // corrects the start at zero
            }

            if (!double.IsFinite(smoothed) || smoothed > Divergence * smallest)
                return new(points, Suggest(points), Diverged: true);
            points.Add((trainer.LearningRate, smoothed));
            smallest = Math.Min(smallest, smoothed);
        }

        return new(points, Suggest(points), Diverged: false);
    }

    private static double Suggest(List<(double Rate, double Loss)> points) => points.Count == 0
        ? throw new TorchBasicsException(
            ErrorKind.Failed,
            "The loss is not a number at the first step of the sweep; look at the data and the initial weights.")
        : points.MinBy(point => point.Loss).Rate / 10;
}
