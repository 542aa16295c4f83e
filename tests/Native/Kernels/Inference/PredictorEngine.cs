using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Inference;
using TorchBasics.Kernels.Simd;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Tests.Native.Kernels.Inference;

/// <summary>A predictor, as far as a check of evaluation is concerned.</summary>
/// <param name="kernels">The kernels to use.</param>
internal sealed class PredictorEngine(LaneKernels kernels) : IEngine
{
    public string Name => $"predictor {kernels}";

    public Precision Precision => Precision.Float32;

    public IEnumerable<StepRecord<Float64>> Train(RunSpec spec) => throw new NotSupportedException();

    public LayerRecord<Float64> Apply(
        Layer layer,
        IReadOnlyList<Tensor<Float64>> parameters,
        Tensor<Float64> input,
        Tensor<Float64> outputGradient,
        bool training) =>
        throw new NotSupportedException();

    public Tensor<Float64> Evaluate(Architecture architecture, IReadOnlyList<Tensor<Float64>> weights, Tensor<Float64> inputs)
    {
        var model = new Model(architecture, [.. architecture.Parameters.Zip(weights, (parameter, values) => NamedArray.Of<float>(
            parameter.Name, [.. values.Sizes.ToArray().Select(size => (long)size)], ToFloats(values)))]);
        using var predictor = new Predictor(model, kernels);

        var results = Answers.OfAnyBatch(predictor, ToFloats(inputs));

        return Tensor<Float64>.Over(
            [inputs.Sizes[0], .. architecture.Output], Array.ConvertAll(results, value => new Float64(value)));
    }

    private static float[] ToFloats(Tensor<Float64> values) => Array.ConvertAll(values.ToDoubles(), value => (float)value);
}
