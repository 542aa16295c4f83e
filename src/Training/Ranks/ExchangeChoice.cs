using TorchBasics.Bindings.Nccl;
using TorchBasics.Core.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Ranks;

/// <summary>Decides, together with the other ranks, who adds up gradients.</summary>
internal static class ExchangeChoice
{
    /// <summary>NCCL where every rank has it for a device of its own, or else MPI and the processor.</summary>
    /// <param name="ranks">The ranks; stay the caller's.</param>
    /// <param name="find">Finds NCCL for a device, or says why it is not used.</param>
    /// <param name="device">Where this rank computes.</param>
    /// <param name="ranges">The numbers of each array.</param>
    /// <exception cref="TorchBasicsException">
    /// A library that was named cannot be used, kind NativeRuntime; the devices do not come together, kind Failed.
    /// </exception>
    public static IGradientExchange Open(
        RankGroup ranks,
        Func<Device, (NcclUse? Use, string Refusal)> find,
        Device device,
        (int Start, int End)[] ranges)
    {
        var (use, refusal) = ranks.Together(() => find(device));
        var refusals = ranks.GatherTexts(refusal);
        if (refusals.Index().FirstOrDefault(each => each.Item.Length > 0) is { Item: { } reason } first)
        {
            if (device.type == DeviceType.CUDA)
                ranks.Carries($"gradients through host memory (rank {first.Index}: {reason})");
            return new HostExchange(ranks, ranges);
        }

        var library = use!.Library;
        var communicator = Join(ranks, use);
        try
        {
            ranks.Wait(() => communicator.IsReady, $"NCCL {library.Version} has not connected the devices of all ranks");
            ranks.Carries($"gradients by NCCL {library.Version}");
            return new DeviceExchange(ranks, communicator, ranges[^1].End, device);
        }
        catch
        {
            communicator.Dispose();
            throw;
        }
    }

    private static NcclCommunicator Join(RankGroup ranks, NcclUse use)
    {
        var id = ranks.Broadcast(ranks.Together(() => ranks.Leads ? use.Library.NewId() : []));
        return ranks.Together(() => NcclCommunicator.Join(use.Library, id, ranks.Rank, ranks.Size, use.OpenOrder()));
    }
}
