namespace TorchBasics.Benchmarks.Ranks;

/// <summary>The numbers of the model, from what was measured on one machine.</summary>
/// <param name="measured">The measurements.</param>
internal sealed class ModelFit(RankMeasurement measured)
{
    private const int SmallMessage = 1 << 18;
    private const int LargeMessage = 1 << 22; // between them lie the parts of the networks

    /// <summary>What computing costs a process alone.</summary>
    /// <param name="network">The network, with any batch.</param>
    public StepCost ComputeOf(RankWork network) => StepCost.Fit(
    [
        .. RankMeasurement.AloneBatches.Select(batch => (
            new ShareLayout(batch, 1).Slices, measured.Of(measured.Alone, network with { Batch = batch }).Seconds)),
    ]);

    /// <summary>The model of a network.</summary>
    /// <param name="network">The network, with any batch.</param>
    public ScalingModel ModelOf(RankWork network) =>
        new(GradientPart.Of(network.Architecture), ComputeOf(network), measured.AdditionsPerSecond);

    /// <summary>What messages cost between two ranks of this machine.</summary>
    public LinkCost Here(RankLauncher launcher)
    {
        var link = measured.LinkOf(launcher);
        var (empty, small, large) = (Of(0), Of(SmallMessage), Of(LargeMessage));
        return new(
            launcher.Name,
            empty.There,
            (LargeMessage - SmallMessage) / (large.Exchange - small.Exchange),
            empty.Exchange / 2, // one sent, one received
            IsByProcessor: true);

        (int Bytes, double There, double Exchange) Of(int bytes) => link.First(each => each.Bytes == bytes);
    }

    /// <summary>A network cable, of which no more than its rate and its latency is known.</summary>
    /// <param name="gigabits">Its rate.</param>
    /// <param name="latency">Seconds until a message arrives.</param>
    public LinkCost Cable(double gigabits, double latency)
    {
        const double Payload = 0.94; // what Ethernet, IP and TCP leave of full packets
        return new(
            $"{gigabits:0} Gbit/s",
            latency,
            Payload * gigabits * 1e9 / 8,
            measured.Launchers.Max(launcher => Here(launcher).SecondsPerMessage));
    }
}
