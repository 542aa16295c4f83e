using TorchBasics.Bindings.Cuda;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Native.Bindings.Cuda;

/// <summary>The stream on which libtorch computes: asked in the context of its device, never waited for.</summary>
public sealed class LibtorchOrderTests
{
    [Fact]
    public void The_current_stream_is_asked_until_it_is_idle()
    {
        using var order = New();
        FakeCuda.Begin(pending: 1);

        Assert.False(order.IsIdle);
        Assert.True(order.IsIdle);

        Assert.Equal(
            ["enter 4", "current stream", "query 9", "leave", "enter 4", "current stream", "query 9", "leave"], FakeCuda.Calls);
    }

    [Fact]
    public void What_went_wrong_on_the_device_comes_out_in_the_drivers_words()
    {
        using var order = New();
        FakeCuda.Begin(refuses: "Query");

        var error = Assert.Throws<TorchBasicsException>(() => order.IsIdle);

        Assert.Equal("cuStreamQuery failed: CUDA_ERROR_LAUNCH_FAILED (unspecified launch failure)", error.Message);
        Assert.Equal("leave", FakeCuda.Calls[^1]);
    }

    [Fact]
    public void The_context_is_given_back()
    {
        FakeCuda.Begin();

        New().Dispose();

        Assert.Equal("release the context of 31", FakeCuda.Calls[^1]);
    }

    private static LibtorchOrder New() => new(new CudaDriver(FakeCuda.Export), new LibtorchCuda(FakeCuda.Export), device: 1);
}
