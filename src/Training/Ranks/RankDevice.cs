using System.Globalization;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Ranks;

/// <summary>Which CUDA device a rank computes on: each has its own.</summary>
internal static class RankDevice
{
    /// <summary>What decides which devices a process sees.</summary>
    public const string Visible = "CUDA_VISIBLE_DEVICES";

    /// <summary>Finds the device of a rank; loads the native runtime.</summary>
    /// <param name="name">What the user asked for, as <see cref="Devices.Parse"/> knows it.</param>
    /// <param name="ranks">The ranks; null for a process alone.</param>
    /// <exception cref="TorchBasicsException">
    /// No such name, or a device that several ranks would share: kind Usage. The device is absent: kind NativeRuntime.
    /// </exception>
    public static Device Of(string name, RankGroup? ranks)
    {
        var device = Devices.Parse(name);
        if (ranks is null || device.type != DeviceType.CUDA)
            return device;
        return new Device(DeviceType.CUDA, IndexOf(
            name, ranks.Hosts[ranks.Rank], ranks.RankOnDevices, ranks.RanksOnDevices, NativeRuntime.Load().CudaDevices));
    }

    /// <summary>The number of the device.</summary>
    /// <param name="name">"auto" or "cuda" for any, "cuda:1" for that one.</param>
    /// <param name="host">The machine.</param>
    /// <param name="rank">How many lower ranks see the same devices.</param>
    /// <param name="ranks">How many ranks see the same devices.</param>
    /// <param name="devices">How many devices they see.</param>
    internal static int IndexOf(string name, string host, int rank, int ranks, int devices)
    {
        var isNamed = name.Contains(':', StringComparison.Ordinal);
        if (isNamed && ranks == 1)
            return int.Parse(name.AsSpan(name.IndexOf(':') + 1), CultureInfo.InvariantCulture);
        if (!isNamed && ranks <= devices)
            return rank;
        throw new TorchBasicsException(ErrorKind.Usage, FormattableString.Invariant($"{ranks} ranks of {host} would share ")
            + (isNamed ? $"{name.Trim()}; --device cuda gives each its own"
                : FormattableString.Invariant($"{devices} CUDA device{(devices == 1 ? "" : "s")}; start one for each"))
            + ", or compute with --device cpu.");
    }
}
