using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchSharp;

namespace TorchBasics.Bindings.Runtime;

/// <summary>Names of the devices that tensors can live on.</summary>
public static class Devices
{
    private const string CudaPrefix = "cuda:";

    /// <summary>Finds the device of a name; loads the native runtime.</summary>
    /// <param name="name">
    /// "cpu"; "cuda", the first NVIDIA device; "cuda:1", the second; "auto", CUDA if there is any, else the CPU.
    /// </param>
    /// <returns>The device, which exists.</returns>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.Usage"/>: no such name. Kind <see cref="ErrorKind.NativeRuntime"/>: the device is absent.
    /// </exception>
    public static torch.Device Parse(string name)
    {
        var wanted = name.Trim().ToLowerInvariant();
        var index = CudaIndex(wanted);
        if (index is null && wanted is not ("auto" or "cpu"))
            throw Unknown(name);
        var info = NativeRuntime.Load();
        return wanted switch
        {
            "cpu" => torch.CPU,
            "auto" => info.CudaAvailable ? new torch.Device(DeviceType.CUDA, 0) : torch.CPU,
            _ when index < info.CudaDevices => new torch.Device(DeviceType.CUDA, index.Value),
            _ => throw Absent(name, info),
        };
    }

    private static int? CudaIndex(string wanted) =>
        wanted == "cuda" ? 0
        : wanted.StartsWith(CudaPrefix, StringComparison.Ordinal)
            && int.TryParse(
                wanted.AsSpan(CudaPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
        : null;

    private static TorchBasicsException Unknown(string name) =>
        new(ErrorKind.Usage, $"There is no device '{name}'; expected auto, cpu, cuda or cuda:N with N from 0."
            + NearestName.Hint(name, ["auto", "cpu", "cuda", "cuda:0"]));

    private static TorchBasicsException Absent(string name, NativeRuntimeInfo info) =>
        new(ErrorKind.NativeRuntime, info.CudaAvailable
            ? $"Device {name} was asked for, but the last one is cuda:{info.CudaDevices - 1}."
            : $"Device {name} was asked for, but CUDA is not available: {info.CudaReason}; or compute with --device cpu.");
}
