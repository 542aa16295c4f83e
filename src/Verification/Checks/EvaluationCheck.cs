using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Runs the whole network as a user would, in evaluation mode, and compares its results from end to end: dropout rests,
/// the layers stand in the right order, and nothing depends on the other samples of the batch.
/// </summary>
/// <typeparam name="TPrecision">The format of the engine.</typeparam>
public sealed class EvaluationCheck<TPrecision> : IEngineCheck
    where TPrecision : IPrecision
{
    /// <inheritdoc/>
    public string Name => "evaluation";

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(IEngine engine, RunSpec spec)
    {
        var (x, place) = (spec.Steps[0].Inputs, Place.Output(LayerLabels.Of(spec.Architecture)[^1]));
        if (Expected(spec, x) is not { } expected)
            yield break;
        var outputs = engine.Evaluate(spec.Architecture, spec.Weights, x);
        yield return Comparison.Within(place, outputs, expected);
        var reversed = SampleOrder.Reverse(engine.Evaluate(spec.Architecture, spec.Weights, SampleOrder.Reverse(x)));
        yield return Comparison.Within(place, reversed, expected) with { Reason = "the same samples in reverse order" };
    }

    // Null where rounding may decide a threshold, so that any of two results is right, or where the bounds of layer after
    // layer have grown beyond all numbers, so that any result is.
    private static Tensor<Rounded<TPrecision>>? Expected(RunSpec spec, Tensor<Float64> inputs)
    {
        IReadOnlyList<Tensor<Rounded<TPrecision>>> weights = [.. spec.Weights.Select(array => array.To<Rounded<TPrecision>>())];
        if (BoundedForward.Run(
            spec.Architecture, LayerArrays.Split(spec.Architecture.Layers, weights), inputs.To<Rounded<TPrecision>>())
            is not { } results)
            return null;
        foreach (var element in results.Elements)
            if (!double.IsFinite(element.Error))
                return null;
        return results;
    }
}
