using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using static TorchSharp.torch;

namespace TorchBasics.Training.Recording;

/// <summary>Decides whether a run's steps are recorded.</summary>
internal static class RecordingChoice
{
    /// <summary>What keeps steps from being recorded, in one sentence without a full stop; null for nothing.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="augmentation">How pictures are distorted.</param>
    /// <remarks>
    /// A step that draws random numbers starts libtorch's generator from the number of the step, or draws on the host: a record
    /// would repeat the numbers that it was made with.
    /// </remarks>
    public static string? Obstacle(Architecture architecture, Augmentation augmentation) =>
        architecture.AllLayers.Any(layer => layer is Dropout) ? "dropout draws random numbers in each step"
        : !augmentation.IsNone ? "pictures are distorted anew in each step"
        : null;

    /// <summary>Opens the recorder of a run.</summary>
    /// <param name="open">Opens one for a device, or says why there is none.</param>
    /// <param name="device">Where the network computes.</param>
    /// <param name="obstacle">What keeps the steps from being recorded.</param>
    /// <returns>The recorder, or why there is none; neither for a device that has no graphs.</returns>
    public static (IStepRecorder? Recorder, string? Refusal) Open(
        Func<Device, (IStepRecorder? Recorder, string? Refusal)> open, Device device, string? obstacle)
    {
        var (recorder, refusal) = open(device);
        if (obstacle is null || recorder is null)
            return (recorder, refusal);
        recorder.Dispose();
        return (null, obstacle);
    }
}
