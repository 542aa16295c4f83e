using TorchBasics.Core.Errors;
using TorchBasics.Training;
using TorchBasics.Training.Recording;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Recording;

/// <summary>Stands for a device with graphs: a launch calls the step again.</summary>
internal sealed class FakeRecorder(bool fails = false) : IStepRecorder
{
    /// <summary>What was asked of it.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Records that are not disposed.</summary>
    public int Live { get; private set; }

    /// <summary>The product with this recorder, on any device.</summary>
    public TrainerParts Parts => TrainerParts.Product with { Recorder = Open };

    public void WarmUp(Action step)
    {
        Log.Add("warm up");
        step();
    }

    public IRecordedStep Record(Action step)
    {
        Log.Add("record");
        if (fails)
            throw new TorchBasicsException(ErrorKind.NativeRuntime, "nothing can be recorded here");
        Live++;
        return new Recorded(this, step);
    }

    public void Dispose() => Log.Add("dispose");

    private (IStepRecorder? Recorder, string? Refusal) Open(Device device) => (this, null);

    private sealed class Recorded(FakeRecorder recorder, Action step) : IRecordedStep
    {
        public void Launch()
        {
            recorder.Log.Add("launch");
            step();
        }

        public void Dispose() => recorder.Live--;
    }
}
