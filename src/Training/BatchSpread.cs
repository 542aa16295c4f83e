using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Training;

/// <summary>Whether every batch of an epoch leaves a normalization enough values to take a variance of.</summary>
internal static class BatchSpread
{
    /// <summary>Refuses a batch size with which training would end in the middle of an epoch.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="samples">Samples of an epoch.</param>
    /// <param name="batchSize">Samples of a batch, from 1 to all; the last batch gets what is left.</param>
    /// <param name="ranks">Processes that share each batch; a normalization sees the share of one.</param>
    /// <exception cref="TorchBasicsException">A normalization would get one value per channel: kind Usage.</exception>
    public static void Check(Architecture architecture, int samples, int batchSize, int ranks = 1)
    {
        var least = Least(samples, batchSize, ranks);
        var starved = architecture.Nodes.SelectMany(node => node.All).FirstOrDefault(
            node => node.Layer is BatchNorm norm && least * node.Input.Elements / norm.Channels < 2);
        if (starved is null)
            return;
        var other = Enumerable.Range(2, Math.Max(0, samples - 1)).Where(size => Least(samples, size, ranks) > 1)
            .OrderBy(size => Math.Abs(size - batchSize)).FirstOrDefault();
        throw new TorchBasicsException(
            ErrorKind.Usage,
            FormattableString.Invariant($"{starved.Layer.Name} ({starved.Layer.Kind}) takes a variance in training, ")
            + $"which needs at least 2 values per channel; with {Counted.Of(samples, "training sample")} "
            + FormattableString.Invariant($"and a batch size of {batchSize} ")
            + (Last(samples, batchSize) == 1 ? "the last batch of an epoch has a single one."
                : FormattableString.Invariant($"one of {ranks} processes gets a single one of a batch."))
            + (other == 0 ? "" : FormattableString.Invariant($" Take another batch size, such as --batch-size {other}.")));
    }

    // The fewest samples that a process has which has any.
    private static int Least(int samples, int batchSize, int ranks) =>
        Math.Min(LeastOf(batchSize, ranks), LeastOf(Last(samples, batchSize), ranks));

    // The last process has the end of a batch, and only there are shares smaller than others.
    private static int LeastOf(int batch, int ranks)
    {
        var cut = new ShareCut(batch);
        return batch - (cut.Of(ranks - 1, ranks).First * cut.GroupsPerShare * Lanes.Count);
    }

    private static int Last(int samples, int batchSize) => samples % batchSize is var rest and > 0 ? rest : batchSize;
}
