using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Runs;

/// <summary>
/// Holds a step of a run against what the request, the seed and the bytes of the data set make of it: each piece on the very
/// numbers that the step itself had before it, so that each bound is that of one operation.
/// </summary>
/// <param name="oracle">What the step should be fed with.</param>
/// <param name="architecture">The network.</param>
internal sealed class StepCheck(RunOracle oracle, Architecture architecture)
{
    private readonly LocalCheck<Binary32> _local = new(oracle.Recipe);
    private readonly CurvatureCheck _curvature = new(oracle, architecture);
    private readonly IReadOnlyList<string> _labels = LayerLabels.Of(architecture);

    /// <summary>Judges a step.</summary>
    /// <param name="step">What was seen.</param>
    /// <param name="masks">Which elements the dropouts should keep.</param>
    /// <returns>The stage of each comparison, and the comparison; in the order in which one causes the next.</returns>
    public IEnumerable<(string Stage, Deviation Deviation)> Check(ObservedStep step, IReadOnlyDictionary<int, bool[]> masks)
    {
        yield return (Stages.Rate, Comparison.Within(
            RunPlaces.Rate,
            Finder.Single(step.Rate),
            Reference.Numbers.Tensor<Rounded<Binary64>>.Over([], [oracle.Rate(step.Number)])) with
        {
            Reason = $"{LearningRates.Roundings(oracle.Recipe)} units of roundoff of the largest rate: those of the schedule",
        });

        var (epoch, samples) = oracle.Batch(step.Number);
        var order = Order(step, epoch, samples);
        yield return (Stages.Order, order);
        if (step.Labels.Length != samples.Length)
            yield break;
        if (order.Passed)
        {
            yield return (Stages.Data, Labels(step, samples));
            yield return (
                oracle.Recipe.Augmentation.IsNone ? Stages.Normalization : Stages.Augmentation, Inputs(step, epoch, samples));
        }

        var isBlind = false;
        foreach (var deviation in Masks(step, masks))
        {
            yield return (Stages.Mask, deviation);
            isBlind |= !deviation.Passed;
        }

        if (isBlind)
            yield break; // layer by layer with other dropouts, nothing behind them can agree
        if (step.Failure is { } failure)
        {
            yield return (Stages.Of(failure.Place), Deviation.Failed(failure.Place, failure.Reason));
            yield break;
        }

        foreach (var deviation in _curvature.Check(step))
            yield return (Stages.Update, deviation);
        foreach (var deviation in _local.Check(step.Record!))
            yield return (Stages.Of(deviation.Place), deviation);
        foreach (var deviation in Clipping.Check(step, oracle.ClipNorm))
            yield return (Stages.Clip, deviation);
        foreach (var deviation in Fixed(step))
            yield return (Stages.Update, deviation);
        foreach (var deviation in Meter(step))
            yield return (Stages.Reported, deviation);
    }

    private static Deviation Order(ObservedStep step, int epoch, int[] samples)
    {
        if (step.Labels.Length != samples.Length)
            return Deviation.Failed(
                RunPlaces.Order, $"the step takes {step.Labels.Length} samples; expected {samples.Length} (epoch {epoch + 1})");
        var place = step.Samples.AsSpan().CommonPrefixLength(samples);
        return place == samples.Length
            ? Finder.Right(RunPlaces.Order, samples.Length)
            : Deviation.Failed(RunPlaces.Order, place < step.Samples.Length
                ? $"sample {step.Samples[place]} of the training set comes at place {place} of the batch; "
                    + $"expected sample {samples[place]} (epoch {epoch + 1})"
                : $"the order ends at place {place} of the batch; expected {samples.Length} samples (epoch {epoch + 1})");
    }

    private Deviation Labels(ObservedStep step, int[] samples)
    {
        for (var n = 0; n < samples.Length; n++)
            if (step.Labels[n] != oracle.Data.Train.Labels[samples[n]])
                return Deviation.Failed(Place.Labels, $"sample {samples[n]} of the training set, at place {n} of the batch, "
                    + $"is taught as class {step.Labels[n]}; the data say {oracle.Data.Train.Labels[samples[n]]}");
        return Finder.Right(Place.Labels, samples.Length);
    }

    private Deviation Inputs(ObservedStep step, int epoch, int[] samples)
    {
        var deviation = Comparison.Within(Place.Inputs, step.Inputs, oracle.Inputs(epoch, samples));
        return deviation.Numbers.Index.Count > 0
            ? deviation with { Subject = $"sample {samples[deviation.Numbers.Index[0]]} of the training set" }
            : deviation;
    }

    // Which zeros are kept cannot be seen, and does not matter.
    private IEnumerable<Deviation> Masks(ObservedStep step, IReadOnlyDictionary<int, bool[]> masks)
    {
        foreach (var (layer, kept) in masks)
        {
            if (!step.Dropouts.TryGetValue(layer, out var seen))
                continue;
            var (place, features) = (Place.Kept(_labels[layer]), kept.Length / step.Labels.Length);
            var wrong = Enumerable.Range(0, kept.Length).Where(
                i => seen.Input.Elements[i].Value != 0 && (seen.Output.Elements[i].Value != 0) != kept[i]).Take(1).ToList();
            yield return wrong is [var first]
                ? Deviation.Failed(place, $"element {first % features} of the sample at place {first / features} of the batch is "
                    + $"{(kept[first] ? "dropped; expected it to be kept" : "kept; expected it to be dropped")}")
                : Finder.Right(place, kept.Length);
        }
    }

    // Prototypes do not learn.
    private IEnumerable<Deviation> Fixed(ObservedStep step)
    {
        var (before, after) =
            (step.Before.Weights.ToDictionary(array => array.Name), step.After.Weights.ToDictionary(array => array.Name));
        foreach (var (name, _) in architecture.Parameters.Where(parameter => parameter.Spec.Role == ParameterRole.Constant))
            yield return Comparison.Exactly<Binary32>(
                Place.Parameter(name), RunSpecs.ToReference(after[name]), RunSpecs.ToReference(before[name]));
        yield return Finder.Same(new("optimizer", "step"), StepsOf(step.After), step.Number);

        static double StepsOf(TrainerState state) =>
            state.OptimizerArrays.Single(array => array.Name == "step").Values<long>()[0];
    }

    // What the epoch will report: sums over its samples, each under the weights it met.
    private IEnumerable<Deviation> Meter(ObservedStep step)
    {
        var (record, samples) = (step.Record!, step.Labels.Length);
        var before = (step.Number - 1) % oracle.StepsOfEpoch == 0 ? default : step.Before.Meter;
        var (outputs, correct) = (record.Outputs, 0L);
        for (var n = 0; n < samples; n++)
            correct +=
                Scores.Answer(outputs.ToDoubles().AsSpan(n * outputs.Sizes[1], outputs.Sizes[1])) == step.Labels[n] ? 1 : 0;

        var sum = before.LossSum + (record.Loss.Elements[0].Value * samples);
        yield return Finder.Within(
            RunPlaces.Figure("training loss"),
            step.After.Meter.LossSum,
            sum,
            4 * Binary64.UnitRoundoff * Math.Abs(sum),
            "a product and a sum in double precision");
        yield return Finder.Same(RunPlaces.Figure("right answers"), step.After.Meter.Correct, before.Correct + correct);
        yield return Finder.Same(RunPlaces.Figure("samples"), step.After.Meter.Count, before.Count + samples);
    }
}
