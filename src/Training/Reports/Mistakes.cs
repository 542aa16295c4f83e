using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Reports;

/// <summary>Finds the samples on which a network errs worst.</summary>
public static class Mistakes
{
    private const int BatchSize = 512;

    /// <summary>The mistakes with the largest loss, the worst first.</summary>
    /// <param name="network">The network; evaluated without dropout.</param>
    /// <param name="data">Samples with their right classes, on the network's device.</param>
    /// <param name="count">How many at most; at least 1.</param>
    /// <returns>
    /// Only samples that are really taken for another class; fewer than asked for when the network errs less often.
    /// </returns>
    /// <remarks>All is computed on the device; one small tensor is copied back.</remarks>
    public static IReadOnlyList<Mistake> Find(Network network, TensorData data, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var all = Answers(network, data);
        using Scalar never = double.NegativeInfinity;
        var surprise = all.select(1, 3).masked_fill(all.select(1, 0).eq(all.select(1, 1)), never);
        var worst = surprise.topk(Math.Min(count, data.Count)).indexes;
        var rows = cat([worst.unsqueeze(1).to_type(ScalarType.Float64), all.index_select(0, worst)], 1).cpu();
        return Read(rows.data<double>().ToArray());
    }

    private static Tensor Answers(Network network, TensorData data)
    {
        var wasTraining = network.training;
        network.eval();
        try
        {
            var answers = new List<Tensor>();
            for (var start = 0; start < data.Count; start += BatchSize)
                answers.Add(Answer(network, data.Range(start, BatchSize)));
            return cat(answers, 0);
        }
        finally
        {
            network.train(wasTraining);
        }
    }

    // One row per sample: label, predicted class, probability of the predicted class, loss of the label. Class numbers are exact
    // in double.
    private static Tensor Answer(Network network, Batch batch)
    {
        using var scope = NewDisposeScope();
        var outputs = network.call(batch.Inputs);
        var logarithms = LogProbabilities(network, outputs.to_type(ScalarType.Float64));
        var labels = batch.Labels.unsqueeze(1);
        var predicted = Prediction.Of(outputs).unsqueeze(1);
        var probability = logarithms.gather(1, predicted).exp();
        var loss = logarithms.gather(1, labels).neg();
        return cat([labels.to_type(ScalarType.Float64), predicted.to_type(ScalarType.Float64), probability, loss], 1)
            .MoveToOuterDisposeScope();
    }

    private static Tensor LogProbabilities(Network network, Tensor outputs)
    {
        if (outputs.size(1) == 1)
        {
            using Scalar low = 0, high = 1;
            var yes = outputs.clamp(low, high);
            return cat([yes.neg().add(high, high), yes], 1).log();
        }

        return network.Architecture.GivesProbabilities ? outputs.log() : nn.functional.log_softmax(outputs, 1);
    }

    private static List<Mistake> Read(ReadOnlySpan<double> numbers)
    {
        const int columns = 5;
        var mistakes = new List<Mistake>();
        for (var row = 0; row < numbers.Length / columns; row++)
        {
            var values = numbers.Slice(row * columns, columns);
            if (values[1] != values[2])
                mistakes.Add(new Mistake((int)values[0], (int)values[1], (int)values[2], values[3], values[4]));
        }

        return mistakes;
    }
}
