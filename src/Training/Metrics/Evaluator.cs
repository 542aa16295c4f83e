using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Metrics;

/// <summary>Measures a network on a data set. Everything is counted on the device and read once, at the end.</summary>
public static class Evaluator
{
    /// <summary>Runs the network over all samples in evaluation mode; its own mode is put back afterwards.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples, on the network's device.</param>
    /// <param name="loss">What to average over the samples; null for none, which is reported as 0.</param>
    /// <param name="batchSize">Samples at a time; at least 1. It changes the speed, not the counts.</param>
    /// <returns>Mean loss and confusion matrix.</returns>
    public static Evaluation Evaluate(Network network, TensorData data, Loss? loss, int batchSize = 1000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var wasTraining = network.training;
        network.eval();
        try
        {
            // A single output tells two classes apart.
            var classes = Math.Max(data.Source.ClassNames.Count, Math.Max(2, network.Architecture.Output[0]));
            var counts = zeros(classes * classes, dtype: ScalarType.Int64, device: data.Device);
            var lossSum = zeros(1, dtype: ScalarType.Float64, device: data.Device);
            for (var start = 0; start < data.Count; start += batchSize)
                Add(network, data.Range(start, batchSize), loss, counts, lossSum, classes);

            // Counts up to 2^53 are exact in double precision, so that one transfer brings everything.
            var numbers = cat([lossSum, counts.to_type(ScalarType.Float64)]).cpu().data<double>().ToArray();
            return new(numbers[0] / data.Count, new ConfusionMatrix([.. numbers.Skip(1).Select(count => (long)count).Chunk(classes)]));
        }
        finally
        {
            network.train(wasTraining);
        }
    }

    /// <summary>The answers that outputs stand for.</summary>
    /// <param name="outputs">What a network said: float [N, classes], or [N, 1] for a question of yes or no.</param>
    /// <returns>
    /// Int64 [N]: the class of the largest output; for a single output 1 where it is above 0.5, else 0. It belongs to the
    /// caller's dispose scope.
    /// </returns>
    public static Tensor Predict(Tensor outputs) => Prediction.Of(outputs);

    private static void Add(Network network, Batch batch, Loss? loss, Tensor counts, Tensor lossSum, int classes)
    {
        using var scope = NewDisposeScope();
        var outputs = network.call(batch.Inputs);

        // Cell of the matrix, row by row. Unlike bincount, scatter_add_ need not ask the device for the largest cell.
        using Scalar rows = classes;
        var cells = batch.Labels.mul(rows).add_(Prediction.Of(outputs));
        counts.scatter_add_(0, cells, ones_like(cells));
        using Scalar samples = batch.Count;
        if (loss is not null)
            lossSum.add_(loss.Of(outputs, batch.Labels), samples);
    }
}
