using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Judges the seams, bit by bit: a step takes the batch it was given, a layer takes what the one before it returned, a
/// step starts with the weights and buffers that the one before it left, and the first with those of the run.
/// </summary>
/// <typeparam name="TPrecision">The format of the engine.</typeparam>
/// <param name="spec">The run.</param>
public sealed class ContinuityCheck<TPrecision>(RunSpec spec) : IStepCheck
    where TPrecision : IPrecision
{
    private StepRecord<Float64>? _before;

    /// <inheritdoc/>
    public string Name => "continuity";

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(StepRecord<Float64> record)
    {
        Deviation[] deviations = [.. Feed(record), .. Weights(record), .. record.Parameters.SelectMany(Buffers)];
        _before = record;
        return deviations;
    }

    private IEnumerable<Deviation> Feed(StepRecord<Float64> record)
    {
        var feed = spec.Steps[record.Step - 1];
        yield return Comparison.Exactly<TPrecision>(Place.Inputs, record.Inputs, feed.Inputs);
        yield return record.Labels.AsSpan().SequenceEqual(feed.Labels)
            ? new(Place.Labels) { Count = feed.Labels.Length, Reason = Comparison.NoRounding }
            : Deviation.Failed(Place.Labels, $"the engine took labels [{string.Join(", ", record.Labels)}]; expected [{string.Join(", ", feed.Labels)}]");
        yield return Comparison.Exactly<TPrecision>(new(record.Layers[0].Label, "input"), record.Layers[0].Input, record.Inputs);
        foreach (var (layer, next) in record.Layers.Zip(record.Layers.Skip(1)))
            yield return Comparison.Exactly<TPrecision>(new(next.Label, "input"), next.Input, layer.Output);
    }

    // Every array of the network, the fixed ones included, before the update.
    private IEnumerable<Deviation> Weights(StepRecord<Float64> record)
    {
        var names = spec.Architecture.Parameters.Select(parameter => parameter.Name);
        var arrays = record.Layers.SelectMany(layer => layer.Parameters);
        foreach (var ((name, array), initial) in names.Zip(arrays).Zip(spec.Weights))
        {
            var expected = _before?.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.After ?? initial;
            var place = Place.Parameter(name);
            yield return Comparison.Exactly<TPrecision>(place with { Quantity = $"{place.Quantity}.before" }, array, expected);
        }
    }

    private IEnumerable<Deviation> Buffers(ParameterRecord<Float64> parameter)
    {
        var last = _before?.Parameters.FirstOrDefault(other => other.Name == parameter.Name);
        foreach (var (buffer, k) in parameter.Buffers.Select((buffer, k) => (buffer, k)))
        {
            var expected = last?.Buffers[k].After ?? buffer.Before.ZerosLike();
            var place = Place.Buffer(parameter.Name, buffer.Purpose);
            yield return Comparison.Exactly<TPrecision>(place with { Quantity = $"{place.Quantity}.before" }, buffer.Before, expected);
        }
    }
}
