using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Judges each layer's gradients against derivatives that no hand wrote: the forward formula, run over dual numbers. The
/// upstream gradient is random, so that no error can hide in a sum.
/// </summary>
/// <typeparam name="TPrecision">The format of the engine.</typeparam>
/// <param name="samples">Samples in the batch.</param>
/// <param name="sampled">How many coordinates of each array are differentiated by; all where it has no more.</param>
/// <param name="seed">Seed of the numbers.</param>
public sealed class DualGradientCheck<TPrecision>(int samples, int sampled, ulong seed) : IEngineCheck
    where TPrecision : IPrecision
{
    // Two values that lie close together have a variance far below them, whose derivative the dual numbers take from
    // differences with a larger error than the formula's own.
    private const int TrainingSamples = 8;

    /// <inheritdoc/>
    public string Name => "dual";

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(IEngine engine, RunSpec spec)
    {
        var labels = LayerLabels.Of(spec.Architecture);
        var weights = LayerArrays.Split(spec.Architecture.Layers, spec.Weights);
        var seen = Enumerable.Range(0, labels.Count).Where(k => engine.Sees(spec.Architecture, k));
        foreach (var k in seen.Where(k => Judges(spec.Architecture.Layers[k])))
        {
            foreach (var deviation in Layer(engine, spec.Architecture, k, labels[k], weights[k], training: false))
                yield return deviation;
            // A dropout's share in training is judged in every step; statistics of a batch want more than a few samples.
            if (LayerBuffers.Of(spec.Architecture.Layers[k]).Any() && engine.TrainingRefusal(spec.Architecture) is null)
                foreach (var deviation in Layer(engine, spec.Architecture, k, labels[k], weights[k], training: true))
                    yield return deviation;
        }
    }

    // The dual numbers are doubles, so that beside a double engine their rounding counts as much as its own. In one layer it has
    // the form of the backward pass; through layers within a layer, forward, it has not, and only single precision is judged.
    private static bool Judges(Layer layer) => layer.Inner.Count == 0 || TPrecision.UnitRoundoff > Binary64.UnitRoundoff;

    private IEnumerable<Deviation> Layer(
        IEngine engine, Architecture architecture, int k, string label, IReadOnlyList<Tensor<Float64>> parameters, bool training)
    {
        var random = RandomGenerator.ForStream(seed, training ? "dual training" : "dual", (ulong)k);
        var layer = architecture.Layers[k];
        var count = training ? Math.Max(samples, TrainingSamples) : samples;
        var x = RandomNumbers.Draw(random, [count, .. architecture.Shapes[k]]);
        var g = RandomNumbers.Draw(random, [count, .. architecture.Shapes[k + 1]]);
        var (record, failure) = Attempt.Apply(engine, layer, parameters, x, g, label, training);
        if (failure is not null)
        {
            yield return failure;
            yield break;
        }

        var deviations = Gradients(record!, label, parameters, x, g, random).ToList();
        if (deviations.Exists(deviation => !deviation.Passed)
            && Undecided.Within(layer, [.. parameters.Select(Exactly)], Exactly(x), record!.State))
            yield break;
        foreach (var deviation in deviations)
            yield return deviation;
    }

    private IEnumerable<Deviation> Gradients(
        LayerRecord<Float64> record,
        string label,
        IReadOnlyList<Tensor<Float64>> parameters,
        Tensor<Float64> x,
        Tensor<Float64> g,
        RandomGenerator random)
    {
        var (layer, rounded) = (record.Layer, Bounds(record, g));
        var (constants, samplesAsDual) = (Constants(parameters), x.To<Dual>());
        yield return Differentiate(
            Place.InputGradient(label),
            record.Gradients!.Input,
            rounded.Input,
            x,
            varied => ReferenceLayer.Forward(layer, constants, varied, record.State),
            g,
            random);
        foreach (var (place, (index, parameter)) in layer.Parameters.Index().Where(pair => pair.Item.Trainable).Index())
        {
            yield return Differentiate(
                Place.ParameterGradient(label, parameter.Name),
                record.Gradients.Parameters[place],
                rounded.Parameters[place],
                parameters[index],
                varied => ReferenceLayer.Forward(
                    layer, [.. constants.Select((array, i) => i == index ? varied : array)], samplesAsDual, record.State),
                g,
                random);
        }
    }

    // How far rounding may take a correct engine; the values themselves come from the dual numbers. A backward pass that
    // starts from the layer's results inherits their errors. The dual numbers are doubles and err as a double engine does,
    // for which each rounding of a bound has a share.
    private static Reference.Layers.LayerGradients<Rounded<TPrecision>> Bounds(LayerRecord<Float64> record, Tensor<Float64> g)
    {
        var (parameters, x) = (record.Parameters.Select(Exactly).ToList(), Exactly(record.Input));
        return ReferenceLayer.Backward(
            record.Layer,
            parameters,
            x,
            ReferenceLayer.Forward(record.Layer, parameters, x, record.State),
            Exactly(g),
            record.State);
    }

    private Deviation Differentiate(
        Place place,
        Tensor<Float64> actual,
        Tensor<Rounded<TPrecision>> bounds,
        Tensor<Float64> point,
        Func<Tensor<Dual>, Tensor<Dual>> forward,
        Tensor<Float64> g,
        RandomGenerator random)
    {
        var chosen = Coordinates.Choose(point.Elements.Length, sampled, random);
        var expected = new Tensor<Rounded<TPrecision>>(chosen.Length);
        var varied = point.To<Dual>();
        for (var first = 0; first < chosen.Length; first += Dual.Directions)
        {
            var count = Math.Min(Dual.Directions, chosen.Length - first);
            for (var d = 0; d < count; d++)
                varied.Elements[chosen[first + d]] = Dual.Variable(varied.Elements[chosen[first + d]].Value, d);
            var y = forward(varied);
            var slopes = System.Runtime.Intrinsics.Vector512<double>.Zero;
            for (var i = 0; i < y.Elements.Length; i++)
                slopes += y.Elements[i].Tangent * g.Elements[i].Value;
            for (var d = 0; d < count; d++)
                expected.Elements[first + d] = Rounded<TPrecision>.Within(slopes[d], bounds.Elements[chosen[first + d]].Error);
            for (var d = 0; d < count; d++)
                varied.Elements[chosen[first + d]] = Dual.From(varied.Elements[chosen[first + d]].Value);
        }

        return Coordinates.Name(Comparison.Within(place, Coordinates.Take(actual, chosen), expected), chosen);
    }

    private static List<Tensor<Dual>> Constants(IReadOnlyList<Tensor<Float64>> parameters) =>
        [.. parameters.Select(array => array.To<Dual>())];

    private static Tensor<Rounded<TPrecision>> Exactly(Tensor<Float64> values) =>
        values.Map(value => Rounded<TPrecision>.Exactly(value.Value));
}
