using TorchBasics.Core;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Runs the textbook beside the engine from the same weights on the same batches and compares everything: the first array
/// that leaves its bound, in the order in which one causes the next, is where the two part.
/// </summary>
/// <remarks>
/// The textbook runs in rounded numbers, so that the bounds grow with the steps by themselves. The check ends, and says
/// nothing more, where they have grown so large that they mean nothing, or at the first array that depends on a maximum or
/// the side of a rectifier which rounding alone may decide; what happens later is the business of the local check.
/// </remarks>
/// <typeparam name="TPrecision">The format of the engine.</typeparam>
public sealed class TrajectoryCheck<TPrecision> : IStepCheck
    where TPrecision : IPrecision
{
    // A bound as large as a tenth of the largest number of its array would find no fault worth the name.
    private const double MeaninglessBound = 0.1;

    private readonly RunSpec _spec;
    private readonly ReferenceRun<Rounded<TPrecision>> _run;
    private readonly int _steps;
    private readonly IReadOnlySet<Place> _buffers;

    /// <summary>Prepares the textbook's side of a run.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="steps">How many steps to follow at most; each costs several times a step of the reference.</param>
    public TrajectoryCheck(RunSpec spec, int steps)
    {
        (_spec, _steps, _buffers) = (spec, steps, LayerBuffers.Places(spec.Architecture));
        _run = new ReferenceRun<Rounded<TPrecision>>(spec);
    }

    /// <inheritdoc/>
    public string Name => "trajectory";

    /// <summary>Why the check ended before the run; null while it follows.</summary>
    public string? Ended { get; private set; }

    /// <summary>Steps followed to their end.</summary>
    public int StepCount { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(StepRecord<Float64> record)
    {
        if (Ended is null && record.Step > _steps)
            Ended = $"after {Counted.Of(StepCount, "step")}, as asked";
        if (Ended is not null)
            return [];

        if (Blind(record) is { } dropout)
        {
            Ended = $"at step {record.Step}: which elements {dropout} keeps cannot be seen";
            return [];
        }

        var states = record.Layers.ToDictionary(layer => layer.Label, layer => layer.State);
        var expected = _run.Step(_spec.Steps[record.Step - 1], [.. LayerLabels.Of(_spec.Architecture)
            .Select(label => states.GetValueOrDefault(label) ?? Reference.LayerState.Training)]);
        var deviations = Compare(record, expected);
        if (deviations.Count > 0 && !deviations[^1].Passed)
            Ended = $"at step {record.Step}: the engine has left the textbook";
        if (Ended is null)
            StepCount++;
        return deviations;
    }

    // A dropout that chooses out of sight.
    private string? Blind(StepRecord<Float64> record) => LayerLabels.Of(_spec.Architecture).Zip(_spec.Architecture.Layers)
        .FirstOrDefault(
            layer => layer.Second is Core.Layers.Dropout { Probability: > 0 } && record.Hidden.Contains(layer.First)).First;

    private List<Deviation> Compare(StepRecord<Float64> record, StepRecord<Rounded<TPrecision>> expected)
    {
        var actual = record.InCausalOrder().ToDictionary(pair => pair.Place, pair => pair.Values);
        var undecided = expected.Layers.SelectMany(OpenPlaces).ToHashSet();
        var deviations = new List<Deviation>();
        foreach (var (place, values) in expected.InCausalOrder())
        {
            if (undecided.Contains(place))
            {
                Ended = $"at step {record.Step}: rounding may decide a choice of {place.Layer}";
                return deviations;
            }

            if ((record.Hides(place) || (record.Hidden.Contains(place.Layer) && _buffers.Contains(place)))
                && !actual.ContainsKey(place))
                continue;
            if (IsMeaningless(values.Elements))
            {
                Ended = $"at step {record.Step}: the bounds of {place} have grown beyond use";
                return deviations;
            }

            deviations.Add(Comparison.Within(place, actual.GetValueOrDefault(place), values));
            if (!deviations[^1].Passed)
                return deviations; // what follows is wrong because of this
        }

        return deviations;
    }

    // What depends on a layer's choice that rounding may decide; all later arrays depend on one of these.
    private static IEnumerable<Place> OpenPlaces(LayerRecord<Rounded<TPrecision>> layer)
    {
        if (Undecided.Forward(layer.Layer, layer.Parameters, layer.Input, layer.State))
            yield return Place.Output(layer.Label);
        if (!Undecided.Backward(layer.Layer, layer.Parameters, layer.Input, layer.State))
            yield break;
        foreach (var parameter in layer.Layer.Parameters) // a lift's rectifier sits behind the parameters
            yield return Place.ParameterGradient(layer.Label, parameter.Name);
        yield return Place.InputGradient(layer.Label);
    }

    private static bool IsMeaningless(ReadOnlySpan<Rounded<TPrecision>> values)
    {
        double largest = 0, error = 0;
        foreach (var value in values)
            (largest, error) = (Math.Max(largest, Math.Abs(value.Value)), Math.Max(error, value.Error));
        // not even where one is NaN
        return !(error <= MeaninglessBound * largest) && !(largest == 0 && error < TPrecision.UnitRoundoff);
    }
}
