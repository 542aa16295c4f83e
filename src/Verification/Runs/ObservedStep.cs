using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Runs;

/// <summary>A step of the product's trainer, as it was seen.</summary>
/// <param name="Number">Number of the step, from 1.</param>
/// <param name="Before">The trainer before it.</param>
/// <param name="After">The trainer after it.</param>
/// <param name="Samples">The samples that it says it took.</param>
/// <param name="Inputs">What entered the network [N, ...].</param>
/// <param name="Labels">The right classes that it was told [N].</param>
internal sealed record ObservedStep(
    long Number, TrainerState Before, TrainerState After, int[] Samples, Tensor<Float64> Inputs, int[] Labels)
{
    /// <summary>The rate that it used.</summary>
    public required double Rate { get; init; }

    /// <summary>The gradients by the names of their parameters, before they are clipped.</summary>
    public required IReadOnlyDictionary<string, Tensor<Float64>> Gradients { get; init; }

    /// <summary>By the position of a dropout that can be seen: what went in and what came out.</summary>
    public required IReadOnlyDictionary<int, (Tensor<Float64> Input, Tensor<Float64> Output)> Dropouts { get; init; }

    /// <summary>Everything between the layers; null where it cannot be had, because of <see cref="Failure"/>.</summary>
    public StepRecord<Float64>? Record { get; init; }

    /// <summary>Where the step and the same step layer by layer part; null where they do not.</summary>
    public EngineException? Failure { get; init; }
}
