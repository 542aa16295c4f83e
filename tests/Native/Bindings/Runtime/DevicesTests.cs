using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;
using TorchSharp;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

public class DevicesTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("CPU")]
    [InlineData(" cpu ")]
    public void The_cpu_is_always_there(string name) => Assert.Equal(DeviceType.CPU, Devices.Parse(name).type);

    [Fact]
    public void Auto_is_CUDA_where_there_is_any() =>
        Assert.Equal(NativeRuntime.Load().CudaAvailable ? DeviceType.CUDA : DeviceType.CPU, Devices.Parse("auto").type);

    [Theory]
    [InlineData("gpu", "Did you mean 'cpu'?")]
    [InlineData("cudda", "Did you mean 'cuda'?")]
    [InlineData("auot", "Did you mean 'auto'?")]
    [InlineData("cuda:", "Did you mean 'cuda'?")]
    [InlineData("cuda:-1", "Did you mean 'cuda:0'?")]
    [InlineData("cuda:99999999999", "expected auto, cpu, cuda or cuda:N")]
    [InlineData("", "expected auto, cpu, cuda or cuda:N")]
    public void Another_name_is_refused_with_the_nearest_one(string name, string expected)
    {
        var error = Assert.Throws<TorchBasicsException>(() => Devices.Parse(name));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains($"There is no device '{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:1")]
    public void Absent_CUDA_is_one_sentence_with_reason_and_remedy(string name)
    {
        Assert.SkipWhen(NativeRuntime.Load().CudaAvailable, "a CUDA device is here");

        var error = Assert.Throws<TorchBasicsException>(() => Devices.Parse(name));

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.StartsWith($"Device {name} was asked for, but CUDA is not available: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(NativeRuntime.Load().CudaReason!, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("compute with --device cpu.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_CUDA_device_is_found_by_its_number_and_one_beyond_is_refused()
    {
        var info = NativeRuntime.Load();
        Assert.SkipUnless(info.CudaAvailable, "No CUDA device is here.");

        Assert.Equal(info.CudaDevices - 1, Devices.Parse($"cuda:{info.CudaDevices - 1}").index);
        Assert.Equal(0, Devices.Parse("cuda").index);
        Assert.Equal(
            ErrorKind.NativeRuntime, Assert.Throws<TorchBasicsException>(() => Devices.Parse($"cuda:{info.CudaDevices}")).Kind);
    }
}
