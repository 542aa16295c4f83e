using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Training;

/// <summary>Whether every batch of an epoch leaves a normalization enough values to take a variance of.</summary>
internal static class BatchSpread
{
    /// <summary>Refuses a batch size with which training would end in the middle of an epoch.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="samples">Samples of an epoch.</param>
    /// <param name="batchSize">Samples of a batch, from 1 to all; the last batch gets what is left.</param>
    /// <exception cref="TorchBasicsException">A normalization would get one value per channel: kind Usage.</exception>
    public static void Check(Architecture architecture, int samples, int batchSize)
    {
        var last = Last(samples, batchSize);
        var starved = architecture.Nodes.SelectMany(node => node.All).FirstOrDefault(
            node => node.Layer is BatchNorm norm && last * node.Input.Elements / norm.Channels < 2);
        if (starved is null)
            return;
        var other = Enumerable.Range(2, Math.Max(0, samples - 1)).Where(size => Last(samples, size) > 1)
            .OrderBy(size => Math.Abs(size - batchSize)).FirstOrDefault();
        throw new TorchBasicsException(
            ErrorKind.Usage,
            FormattableString.Invariant($"{starved.Layer.Name} ({starved.Layer.Kind}) takes a variance in training, ")
            + $"which needs at least 2 values per channel; with {Counted.Of(samples, "training sample")} "
            + FormattableString.Invariant($"and a batch size of {batchSize} ")
            + "the last batch of an epoch has a single one."
            + (other == 0 ? "" : FormattableString.Invariant($" Take another batch size, such as --batch-size {other}.")));
    }

    private static int Last(int samples, int batchSize) => samples % batchSize is var rest and > 0 ? rest : batchSize;
}
