using TorchBasics.Bindings.Cuda;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Recording;

/// <summary>Records steps as CUDA graphs.</summary>
internal sealed class CudaStepRecorder(CudaRecorder recorder) : IStepRecorder
{
    /// <summary>Opens a recorder where a device can have one.</summary>
    /// <param name="device">Where the network computes.</param>
    /// <returns>The recorder, or why there is none; neither for a device that has no graphs.</returns>
    public static (IStepRecorder? Recorder, string? Refusal) Open(Device device)
    {
        if (device.type != DeviceType.CUDA)
            return (null, null);
        var recorder = CudaRecorder.TryOpen(Math.Max(device.index, 0), out var refusal);
        return (recorder is null ? null : new CudaStepRecorder(recorder), refusal);
    }

    /// <inheritdoc/>
    public void WarmUp(Action step) => recorder.WarmUp(step);

    /// <inheritdoc/>
    public IRecordedStep Record(Action step) => new Recorded(recorder.Record(step));

    /// <inheritdoc/>
    public void Dispose() => recorder.Dispose();

    private sealed class Recorded(CudaGraph graph) : IRecordedStep
    {
        public void Launch() => graph.Launch();

        public void Dispose() => graph.Dispose();
    }
}
