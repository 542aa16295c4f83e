using TorchBasics.Bindings.Cuda;
using TorchBasics.Bindings.Nccl;
using TorchBasics.Core.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Ranks;

/// <summary>NCCL, for the device of this rank.</summary>
/// <param name="Library">The library.</param>
/// <param name="OpenOrder">Finds where the device computes.</param>
internal sealed record NcclUse(NcclLibrary Library, Func<IStreamOrder> OpenOrder)
{
    /// <summary>The value of <see cref="NcclLibrary.Variable"/> that goes without.</summary>
    public const string None = "none";

    /// <summary>Finds NCCL for a device.</summary>
    /// <param name="device">Where this rank computes.</param>
    /// <returns>What adds there; or why the numbers go through the memory of the processor.</returns>
    /// <exception cref="TorchBasicsException">The library that the user names cannot be used: kind NativeRuntime.</exception>
    public static (NcclUse? Use, string Refusal) Of(Device device)
    {
        if (device.type != DeviceType.CUDA)
            return (null, "not all ranks compute on CUDA");
        var wish = Environment.GetEnvironmentVariable(NcclLibrary.Variable);
        if (wish == None)
            return (null, $"{NcclLibrary.Variable} is {None}");
        try
        {
            return (new(NcclLibrary.Load(), () => LibtorchOrder.Open(device.index)), "");
        }
        catch (TorchBasicsException error) when (string.IsNullOrEmpty(wish))
        {
            return (null, error.Message.TrimEnd('.'));
        }
    }
}
