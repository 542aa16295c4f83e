using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
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
            var classes = Math.Max(data.Source.ClassNames.Count, network.Architecture.Output[0]);
            var counts = zeros(classes * classes, dtype: ScalarType.Int64, device: data.Device);
            var lossSum = zeros(1, dtype: ScalarType.Float64, device: data.Device);
            for (var start = 0; start < data.Count; start += batchSize)
                Add(network, data.Range(start, batchSize), loss, counts, lossSum, classes);
            var flat = counts.cpu().data<long>().ToArray();
            return new(lossSum.item<double>() / data.Count, new ConfusionMatrix([.. flat.Chunk(classes)]));
        }
        finally
        {
            network.train(wasTraining);
        }
    }

    private static void Add(Network network, Batch batch, Loss? loss, Tensor counts, Tensor lossSum, int classes)
    {
        using var scope = NewDisposeScope();
        var outputs = network.call(batch.Inputs);
        counts.add_(((batch.Labels * classes) + Prediction.Of(outputs)).bincount(null, minlength: classes * classes));
        if (loss is not null)
            lossSum.add_(loss.Of(outputs, batch.Labels), batch.Count);
    }
}
