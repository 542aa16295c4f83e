using TorchBasics.Core;
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
        Deviation[] deviations =
            [.. Feed(record), .. Seams(record), .. Weights(record), .. record.Parameters.SelectMany(Buffers)];
        _before = record;
        return deviations;
    }

    private IEnumerable<Deviation> Feed(StepRecord<Float64> record)
    {
        var feed = spec.Steps[record.Step - 1];
        yield return Comparison.Exactly<TPrecision>(Place.Inputs, record.Inputs, feed.Inputs);
        yield return record.Labels.AsSpan().SequenceEqual(feed.Labels)
            ? Deviation.Right(Place.Labels, feed.Labels.Length, Comparison.NoRounding)
            : Deviation.Failed(
                Place.Labels,
                $"the engine took labels [{string.Join(", ", record.Labels)}]; expected [{string.Join(", ", feed.Labels)}]");
    }

    // Where one layer hands over to the next, in both directions, as far as both can be seen.
    private IEnumerable<Deviation> Seams(StepRecord<Float64> record)
    {
        var layers = record.Layers.ToDictionary(layer => layer.Label);
        var (before, gradient) = ((Tensor<Float64>?)record.Inputs, (Tensor<Float64>?)null);
        foreach (var label in LayerLabels.Of(spec.Architecture))
        {
            var layer = layers.GetValueOrDefault(label);
            if (layer is not null && before is not null)
                yield return Comparison.Exactly<TPrecision>(new(label, "input"), layer.Input, before);
            if (layer?.Gradients is { } gradients && gradient is not null)
                yield return Comparison.Exactly<TPrecision>(Place.InputGradient(label), gradients.Input, gradient);
            (before, gradient) = (layer?.Output, layer?.OutputGradient);
        }

        if (before is not null)
            yield return Comparison.Exactly<TPrecision>(new("network", "output"), record.Outputs, before);
        if (gradient is not null)
            yield return Comparison.Exactly<TPrecision>(Place.LossGradient, record.OutputGradient, gradient);
    }

    // Every array of the network before the update, the fixed ones of visible layers included.
    private IEnumerable<Deviation> Weights(StepRecord<Float64> record)
    {
        var arrays = record.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Before);
        foreach (var layer in record.Layers)
            foreach (var (parameter, array) in layer.Layer.Parameters.Zip(layer.Parameters))
                arrays[layer.Layer.FullName(parameter)] = array;
        var left = new Dictionary<string, Tensor<Float64>>();
        foreach (var layer in _before?.Layers ?? [])
            foreach (var (buffer, after) in LayerBuffers.Of(layer.Layer).Zip(layer.BuffersAfter))
                left[layer.Layer.FullName(buffer)] = after;
        foreach (var ((name, _), initial) in spec.Architecture.Parameters.Zip(spec.Weights))
        {
            var place = Place.Parameter(name);
            if (!arrays.TryGetValue(name, out var array) && record.Hidden.Contains(place.Layer))
                continue;
            var expected = _before?.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.After
                ?? left.GetValueOrDefault(name) ?? initial;
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
            yield return Comparison.Exactly<TPrecision>(
                place with { Quantity = $"{place.Quantity}.before" }, buffer.Before, expected);
        }
    }
}
