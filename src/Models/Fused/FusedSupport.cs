using TorchBasics.Kernels.Plans;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Models.Fused;

/// <summary>Where our kernels can compute a network of libtorch.</summary>
public static class FusedSupport
{
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

        return KernelSupport.Refusal(network.Architecture);
    }
}
