namespace TorchBasics.Benchmarks.Ranks;

/// <summary>
/// How long a step of several processes takes: the computing of the rank with most samples, then what of the exchange of the
/// gradients is not over by then. Parts leave one by one as they are collected, one behind the other on the link.
/// </summary>
/// <param name="parts">The gradients.</param>
/// <param name="compute">What computing costs.</param>
/// <param name="additionsPerSecond">How many numbers a process adds to others in a second, from memory.</param>
internal sealed class ScalingModel(IReadOnlyList<GradientPart> parts, StepCost compute, double additionsPerSecond)
{
    private const int BytesPerShare = 2 * sizeof(double); // its loss and its right answers

    /// <summary>Seconds of a step.</summary>
    /// <param name="batch">Samples of all ranks together.</param>
    /// <param name="ranks">How many there are.</param>
    /// <param name="link">What is between them.</param>
    public double StepSeconds(int batch, int ranks, LinkCost link)
    {
        var layout = new ShareLayout(batch, ranks);
        var most = layout.MostSlices();
        var collecting = compute.PerSlice * most;
        if (ranks == 1)
            return compute.Constant + collecting;
        var computed = collecting * (1 - parts.Sum(part => part.Work));
        var (free, over) = (computed + (2 * (ranks - 1) * link.SecondsPerMessage), computed + link.Latency); // losses
        foreach (var part in parts)
        {
            computed += collecting * part.Work;
            var traffic = Enumerable.Range(0, ranks).Select(rank => PartTraffic.Of(layout, part.Floats, rank)).ToArray();
            // Whose link or processor is busiest holds up everybody.
            var busy = traffic.Max(each =>
                (Math.Max(each.BytesSent, each.BytesReceived) / link.BytesPerSecond)
                + (each.Messages * link.SecondsPerMessage) + (each.Additions / additionsPerSecond));
            if (link.IsByProcessor)
                (computed, free) = (Math.Max(computed, free) + busy, 0);
            else
                free = Math.Max(free, computed) + busy;
            over = Math.Max(over, Math.Max(computed, free) + (traffic[0].Rounds * link.Latency));
        }

        return compute.Constant + Math.Max(computed, over);
    }

    /// <summary>Bytes that the busiest rank sends in a step.</summary>
    public long BytesSent(int batch, int ranks)
    {
        var layout = new ShareLayout(batch, ranks);
        return Enumerable.Range(0, ranks).Max(rank =>
        {
            var (first, end) = layout.SharesOf(rank);
            return parts.Sum(part => PartTraffic.Of(layout, part.Floats, rank).BytesSent)
                + ((ranks - 1L) * (sizeof(double) + (BytesPerShare * (end - first))));
        });
    }

    /// <summary>How many times as fast as a process alone.</summary>
    public double SpeedUp(int batch, int ranks, LinkCost link) =>
        StepSeconds(batch, 1, link) / StepSeconds(batch, ranks, link);

    /// <summary>The number of ranks with the shortest step, the smallest where several have it.</summary>
    public int Fastest(int batch, int mostRanks, LinkCost link) =>
        Enumerable.Range(1, mostRanks).MinBy(ranks => StepSeconds(batch, ranks, link));

    /// <summary>The number of ranks from which on no larger one, up to a limit, makes steps faster by so much.</summary>
    /// <param name="batch">Samples of all ranks together.</param>
    /// <param name="mostRanks">The limit.</param>
    /// <param name="link">What is between them.</param>
    /// <param name="gain">How much faster, such as 0.1.</param>
    public int Enough(int batch, int mostRanks, LinkCost link, double gain)
    {
        var seconds = Enumerable.Range(1, mostRanks).Select(ranks => StepSeconds(batch, ranks, link)).ToArray();
        return 1 + Enumerable.Range(0, mostRanks).First(k => seconds[k] <= seconds[k..].Min() * (1 + gain));
    }
}
