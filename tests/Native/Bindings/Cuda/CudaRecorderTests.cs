using TorchBasics.Bindings.Cuda;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;

namespace TorchBasics.Tests.Native.Bindings.Cuda;

public class CudaRecorderTests
{
    public CudaRecorderTests() => FakeCuda.Begin();

    [Fact]
    public void Without_CUDA_there_is_no_recorder_but_a_reason()
    {
        Assert.SkipWhen(NativeRuntime.Load().CudaAvailable, "a CUDA device is here");

        Assert.Null(CudaRecorder.TryOpen(0, out var refusal));
        Assert.False(string.IsNullOrEmpty(refusal));
        Assert.False(refusal.EndsWith('.'), refusal);
    }

    [Fact]
    public void A_missing_driver_is_named()
    {
        Assert.SkipWhen(NativeRuntime.Load().CudaAvailable, "a CUDA device is here");

        var error = Assert.Throws<TorchBasicsException>(CudaDriver.Open);

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Equal($"the NVIDIA driver ({CudaDriver.FileName}) is not installed", error.Message);
    }

    [Theory]
    [InlineData("cuGraphInstantiateWithFlags")]
    [InlineData("cuInit")]
    public void A_function_that_the_driver_lacks_is_named(string lacking)
    {
        var error = Assert.Throws<TorchBasicsException>(
            () => new CudaDriver(name => name == lacking ? null : FakeCuda.Export(name)));

        Assert.Equal($"the NVIDIA driver lacks {lacking}; a driver for CUDA 11.4 or later has it", error.Message);
    }

    [Fact]
    public void A_function_that_libtorch_lacks_is_named()
    {
        const string lacking = "_ZN2at4cuda9CUDAGraph11capture_endEv";

        var error = Assert.Throws<TorchBasicsException>(
            () => new LibtorchCuda(name => name == lacking ? null : FakeCuda.Export(name)));

        Assert.Equal($"this libtorch lacks {lacking}", error.Message);
    }

    [Fact]
    public void An_error_has_the_name_and_the_text_of_the_driver()
    {
        FakeCuda.Begin(refuses: "NewStream");

        var error = Assert.Throws<TorchBasicsException>(New);

        Assert.Equal(ErrorKind.NativeRuntime, error.Kind);
        Assert.Equal("cuStreamCreate failed: CUDA_ERROR_LAUNCH_FAILED (unspecified launch failure)", error.Message);
    }

    [Fact]
    public void Work_is_recorded_on_a_stream_of_its_own_and_launched_on_the_current_one()
    {
        using var recorder = New();
        FakeCuda.Begin();

        using var graph = recorder.Record(() => FakeCuda.Calls.Add("WORK"));
        graph.Launch();
        graph.Launch();

        Assert.Equal(
            [
                "enter 4", "wait", "leave", "use stream 5 of device 1", "construct, keeps its graph: 1",
                "begin, pool (0, 0), mode 1", "WORK", "state of 5", "end", "enter 4", "instantiate 7", "leave",
                "use the stream before",
                "current stream", "enter 4", "launch 8 on 9", "leave",
                "current stream", "enter 4", "launch 8 on 9", "leave",
            ],
            FakeCuda.Calls);
    }

    [Fact]
    public void A_graph_gives_back_its_executable_before_its_memory_and_only_once()
    {
        using var recorder = New();
        var graph = recorder.Record(() => { });
        FakeCuda.Begin();

        graph.Dispose();
        graph.Dispose();

        Assert.Equal(["enter 4", "wait", "leave", "delete executable 8", "destruct"], FakeCuda.Calls);
        Assert.Throws<ObjectDisposedException>(graph.Launch);
    }

    [Fact]
    public void A_recorder_gives_back_stream_and_context()
    {
        var recorder = New();
        FakeCuda.Begin();

        recorder.Dispose();
        recorder.Dispose();

        Assert.Equal(["delete stream 5", "release the context of 31"], FakeCuda.Calls);
    }

    [Fact]
    public void A_warm_up_is_done_on_the_same_stream_between_two_waits()
    {
        using var recorder = New();
        FakeCuda.Begin();

        recorder.WarmUp(() => FakeCuda.Calls.Add("WORK"));

        Assert.Equal(
            [
                "enter 4", "wait", "leave", "use stream 5 of device 1", "WORK", "use the stream before",
                "enter 4", "wait", "leave",
            ],
            FakeCuda.Calls);
    }

    // capture_end would throw a C++ exception, which nothing catches on its way through .NET.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_capture_that_failed_is_ended_by_the_driver_and_never_by_libtorch(bool throws)
    {
        using var recorder = New();
        FakeCuda.Begin(isInvalidated: true);

        Assert.ThrowsAny<Exception>(() => recorder.Record(
            () => _ = throws ? throw new InvalidOperationException("an operator failed") : 0));

        Assert.Contains("abandon the capture of 5", FakeCuda.Calls);
        Assert.DoesNotContain("end", FakeCuda.Calls);
        Assert.DoesNotContain("destruct", FakeCuda.Calls);
        Assert.Equal("use the stream before", FakeCuda.Calls[^1]);
    }

    [Fact]
    public void A_graph_that_the_driver_does_not_take_gives_back_its_memory()
    {
        using var recorder = New();
        FakeCuda.Begin(refuses: "Instantiate");

        var error = Assert.Throws<TorchBasicsException>(() => recorder.Record(() => { }));

        Assert.StartsWith("cuGraphInstantiateWithFlags failed: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("destruct", FakeCuda.Calls);
    }

    private static CudaRecorder New() => new(new CudaDriver(FakeCuda.Export), new LibtorchCuda(FakeCuda.Export), device: 1);
}
