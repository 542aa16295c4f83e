using TorchBasics.Core;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using static TorchSharp.torch;

namespace TorchBasics.Training.Metrics;

/// <summary>Measures a network that answers with quantities; figures come from its outputs in double precision.</summary>
internal static class RegressionEvaluator
{
    /// <summary>Runs the network over all samples in evaluation mode; its own mode is put back afterwards.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The samples with their targets, on the network's device.</param>
    /// <param name="scale">What the outputs stand for.</param>
    /// <param name="loss">What to average over the samples; null for none, which is reported as 0.</param>
    /// <param name="batchSize">Samples at a time.</param>
    public static Evaluation Evaluate(Network network, TensorData data, TargetScale scale, Loss? loss, int batchSize)
    {
        var count = scale.Names.Count;
        var answers = new double[data.Count * count];
        var lossSum = 0.0;
        using var noGradient = no_grad();
        var wasTraining = network.training;
        network.eval();
        try
        {
            for (var start = 0; start < data.Count; start += batchSize)
            {
                using var scope = NewDisposeScope();
                var batch = data.Range(start, batchSize);
                var outputs = network.call(batch.Inputs);
                var values = outputs.cpu().data<float>().ToArray();
                for (var i = 0; i < values.Length; i++)
                    answers[(start * count) + i] = scale.Value(i % count, values[i]);
                if (loss is not null)
                    lossSum += (double)loss.Of(outputs, batch.Labels).item<float>() * batch.Count;
            }
        }
        finally
        {
            network.train(wasTraining);
        }

        return new(lossSum / data.Count, new ConfusionMatrix([]))
        {
            Regression = RegressionFigures.Of(scale.Names, answers, data.Source.Targets!.Values<float>()),
        };
    }
}
