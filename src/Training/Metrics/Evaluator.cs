using System.Globalization;
using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Ranks;
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
    /// <param name="kernels">Who computes the network.</param>
    /// <returns>Mean loss and confusion matrix.</returns>
    /// <exception cref="TorchBasicsException">
    /// The fused kernels are asked for and cannot be had: kind Usage. There are more than
    /// <see cref="ConfusionMatrix.MostClasses"/> classes: kind Data.
    /// </exception>
    public static Evaluation Evaluate(
        Network network, TensorData data, Loss? loss, int batchSize = 1000, KernelChoice kernels = KernelChoice.Auto) =>
        Evaluate(network, data, loss, ranks: null, batchSize, kernels);

    /// <summary>As the other; each rank measures a share of the samples, and all get the result.</summary>
    internal static Evaluation Evaluate(
        Network network,
        TensorData data,
        Loss? loss,
        RankGroup? ranks,
        int batchSize = 1000,
        KernelChoice kernels = KernelChoice.Auto)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (data.TargetScale is { } scale)
            return RegressionEvaluator.Evaluate(network, data, scale, loss, batchSize);
        var classes = Classes(network, data);
        if (FusedChoice.Takes(network, data.Source, kernels, trains: false))
            return EvaluateFused(network, data, loss, classes, ranks);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var wasTraining = network.training;
        network.eval();
        try
        {
            var counts = zeros(classes * classes, dtype: ScalarType.Int64, device: data.Device);
            var lossSum = zeros(1, dtype: ScalarType.Float64, device: data.Device);
            var own = ShareOfRank.Of(data.Count, ranks);
            for (var start = own.First; start < own.End; start += batchSize)
                Add(network, data.Range(start, Math.Min(batchSize, own.End - start)), loss, counts, lossSum, classes);

            // Counts up to 2^53 are exact in double precision, so that one transfer brings everything.
            var numbers = ShareOfRank.Sum(
                cat([lossSum, counts.to_type(ScalarType.Float64)]).cpu().data<double>().ToArray(), ranks);
            return new(
                numbers[0] / data.Count, new ConfusionMatrix([.. numbers.Skip(1).Select(count => (long)count).Chunk(classes)]));
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

    private static Evaluation EvaluateFused(Network network, TensorData data, Loss? loss, int classes, RankGroup? ranks)
    {
        using var fused = new FusedNetwork(network);
        using var source = new SampleSource(data.Source, data.Normalization);
        var (first, end) = ShareOfRank.Of(data.Count, ranks);
        source.Choose(order: null, first);
        var sink = new EvaluationSink(fused.Plan.Kernels, source, loss, end - first);
        if (end > first)
            fused.Evaluate(source, sink, end - first);

        // One by one, so that the losses are added in the same order for any number of ranks.
        var (predictions, losses) =
            (ShareOfRank.Join(sink.Predictions, data.Count, ranks), ShareOfRank.Join(sink.Losses, data.Count, ranks));
        var counts = new long[classes, classes];
        foreach (var (label, answer) in data.Source.Labels.ToArray().Zip(predictions))
            counts[label, answer]++;
        return new(
            losses.Sum(value => (double)value) / data.Count,
            new ConfusionMatrix([.. Enumerable.Range(0, classes)
                .Select(row => Enumerable.Range(0, classes).Select(column => counts[row, column]).ToList())]));
    }

    // A single output tells two classes apart.
    private static int Classes(Network network, TensorData data)
    {
        var classes = Math.Max(data.Source.ClassNames.Count, Math.Max(2, network.Architecture.Output[0]));
        return classes <= ConfusionMatrix.MostClasses ? classes
            : throw new TorchBasicsException(ErrorKind.Data, string.Create(
                CultureInfo.InvariantCulture,
                $"{network.Architecture.Name} has {classes:N0} classes; "
                + $"an evaluation tells at most {ConfusionMatrix.MostClasses:N0} apart."));
    }

    private static void Add(Network network, Batch batch, Loss? loss, Tensor counts, Tensor lossSum, int classes)
    {
        using var scope = NewDisposeScope();
        var outputs = network.call(batch.Inputs);

        // Cell of the matrix, row by row. Unlike bincount, scatter_add_ need not ask the device for the largest cell.
        using Scalar rows = classes, one = 1;
        var cells = batch.Labels.mul(rows).add_(Prediction.Of(outputs), one);
        counts.scatter_add_(0, cells, ones_like(cells));
        using Scalar samples = batch.Count;
        if (loss is not null)
            lossSum.add_(loss.Of(outputs, batch.Labels), samples);
    }
}
