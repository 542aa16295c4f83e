using TorchBasics.Bindings.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Models.Fused;

/// <summary>Where our kernels can be used, and where they are worth it.</summary>
public static class FusedSupport
{
    /// <summary>The kernels that this machine gets, such as "Vector512".</summary>
    public static string Kernels => $"{LaneKernels.Best}";

    /// <summary>Whether the machine has registers of the kernels' width; without, libtorch is faster.</summary>
    public static bool IsAccelerated => LaneKernels.Best.IsAccelerated;

    /// <summary>Why our kernels cannot compute a network.</summary>
    /// <param name="network">The network.</param>
    /// <returns>The reason; null where they can.</returns>
    public static string? Refusal(Network network)
    {
        foreach (var (name, values) in network.State)
        {
            if (values.device_type != DeviceType.CPU)
                return $"the network is on {values.device}; the fused kernels run on the CPU";
            if (values.dtype != ScalarType.Float32)
                return $"{name} holds {values.dtype}; the fused kernels compute in Float32";
            if (!values.is_contiguous())
                return $"{name} is not contiguous";
        }

        return null;
    }
}
