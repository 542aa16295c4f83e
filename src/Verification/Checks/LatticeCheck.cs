using TorchBasics.Core;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Runs each layer on small whole numbers, where a correct engine makes no rounding error at all, and asks for the same
/// bits: no tolerance can hide a wrong index, padding, stride or transposition.
/// </summary>
/// <remarks>
/// Says nothing about a layer so large that a sum might leave the whole numbers of a float32, below 2^24: one with some
/// hundred thousand terms in a sum, as has a convolution over that many pixels of a batch. The other checks still judge it.
/// </remarks>
/// <typeparam name="TPrecision">The format of the engine.</typeparam>
/// <param name="samples">Samples in the batch.</param>
/// <param name="seed">Seed of the numbers.</param>
public sealed class LatticeCheck<TPrecision>(int samples, ulong seed) : IEngineCheck
    where TPrecision : IPrecision
{
    /// <inheritdoc/>
    public string Name => "lattice";

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(IEngine engine, RunSpec spec)
    {
        var architecture = spec.Architecture;
        var labels = LayerLabels.Of(architecture);
        for (var k = 0; k < architecture.Layers.Count; k++)
        {
            if (!Lattice.Covers(architecture.Layers[k], architecture.Shapes[k]) || !engine.Sees(architecture, k))
                continue;
            foreach (var deviation in Layer(engine, architecture, k, labels[k]))
                yield return deviation;
        }
    }

    private IEnumerable<Deviation> Layer(IEngine engine, Architecture architecture, int k, string label)
    {
        var random = RandomGenerator.ForStream(seed, "lattice", (ulong)k);
        var layer = architecture.Layers[k];
        var parameters = layer.Parameters.Select(parameter => Lattice.Draw(random, [.. parameter.Shape])).ToList();
        var input = Lattice.Draw(random, [samples, .. architecture.Shapes[k]]);
        var gradient = Lattice.Draw(random, [samples, .. architecture.Shapes[k + 1]]);
        if (!Lattice.StaysExact(layer, parameters, input, gradient))
            yield break;

        var y = ReferenceLayer.Forward(layer, parameters, input);
        var expected = ReferenceLayer.Backward(layer, parameters, input, y, gradient);
        var (record, failure) = Attempt.Apply(engine, layer, parameters, input, gradient, label);
        if (failure is not null)
        {
            yield return failure;
            yield break;
        }

        yield return Comparison.Exactly<TPrecision>(Place.Output(label), record!.Output, y);
        yield return Comparison.Exactly<TPrecision>(Place.InputGradient(label), record.Gradients!.Input, expected.Input);
        foreach (var (index, parameter) in layer.Trainable.Index())
            yield return Comparison.Exactly<TPrecision>(
                Place.ParameterGradient(label, parameter.Name), record.Gradients.Parameters[index], expected.Parameters[index]);
    }
}
