using TorchBasics.Core.Errors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>Each rank has a CUDA device of its own, or there is an error.</summary>
public sealed class RankDeviceTests
{
    [Theory]
    [InlineData("auto", 0, 2, 2, 0)]
    [InlineData("cuda", 1, 2, 2, 1)]
    [InlineData("CUDA", 3, 4, 8, 3)]
    [InlineData("cuda", 0, 1, 1, 0)]
    [InlineData("cuda:1", 0, 1, 2, 1)]
    public void Ranks_take_the_devices_in_their_order(string name, int rank, int ranks, int devices, int expected) =>
        Assert.Equal(expected, RankDevice.IndexOf(name, "node7", rank, ranks, devices));

    [Theory]
    [InlineData("auto", 1, "3 ranks of node7 would share 1 CUDA device; start one for each, or compute with --device cpu.")]
    [InlineData("cuda", 2, "3 ranks of node7 would share 2 CUDA devices; start one for each, or compute with --device cpu.")]
    [InlineData("cuda:0", 4,
        "3 ranks of node7 would share cuda:0; --device cuda gives each its own, or compute with --device cpu.")]
    public void Ranks_that_would_share_a_device_are_refused(string name, int devices, string message)
    {
        var error = Assert.Throws<TorchBasicsException>(() => RankDevice.IndexOf(name, "node7", 0, 3, devices));

        Assert.Equal((ErrorKind.Usage, message), (error.Kind, error.Message));
    }

    [Fact]
    public void On_the_processor_any_number_of_ranks_computes()
    {
        var devices = Crew.Work(3, ranks => RankDevice.Of("cpu", ranks).type);

        Assert.All(devices, device => Assert.Equal(TorchSharp.DeviceType.CPU, device));
    }
}
