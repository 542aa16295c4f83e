using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>Asks an engine for something and turns its failure into a finding.</summary>
internal static class Attempt
{
    /// <summary>Runs one layer.</summary>
    public static (LayerRecord<Float64>? Record, Deviation? Failure) Apply(
        IEngine engine,
        Layer layer,
        IReadOnlyList<Tensor<Float64>> parameters,
        Tensor<Float64> input,
        Tensor<Float64> gradient,
        string label,
        bool training = false)
    {
        try
        {
            var record = engine.Apply(layer, parameters, input, gradient, training);
            return record.Output.Sizes.SequenceEqual(gradient.Sizes)
                ? (record, null)
                : (null, Deviation.Failed(
                    Place.Output(label), $"the engine computed an array of shape {record.Output}; expected {gradient}"));
        }
        catch (EngineException error)
        {
            return (null, Deviation.Failed(Place.Output(label), $"the engine failed: {error.Reason}"));
        }
    }
}
