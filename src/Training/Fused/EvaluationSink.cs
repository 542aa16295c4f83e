using TorchBasics.Kernels.Learning;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Training.Losses;

namespace TorchBasics.Training.Fused;

/// <summary>What an evaluation wants to know of each sample.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="source">Where the labels come from.</param>
/// <param name="loss">The loss; null for none.</param>
/// <param name="samples">Samples in all.</param>
internal sealed unsafe class EvaluationSink(LaneKernels kernels, IBatchSource source, Loss? loss, int samples) : IResultSink
{
    private readonly ClassLoss? _loss = loss is null ? null : FusedLoss.Measuring(loss);
    private readonly bool _takesLogarithms = FusedLoss.TakesLogarithms(loss);

    /// <summary>The class that the network found for each sample.</summary>
    public int[] Predictions { get; } = new int[samples];

    /// <summary>The loss of each sample; 0 where none was asked for.</summary>
    public float[] Losses { get; } = new float[samples];

    /// <inheritdoc/>
    public void Take(int first, int count, int outputs, float* y)
    {
        var lanes = stackalloc float[((2 * outputs) + 2) * Lanes.Count];
        float* classes = lanes, labels = lanes + Lanes.Count, gradient = lanes + (2 * Lanes.Count);
        kernels.Argmax(outputs, y, classes);
        for (var lane = 0; lane < count; lane++)
            Predictions[first + lane] = (int)classes[lane];
        if (_loss is null)
            return;
        if (_takesLogarithms)
            y = Logarithms(outputs, y, gradient);
        source.Label(first, count, labels);
        _loss.Apply(kernels, outputs, y, labels, 1, classes, gradient);
        new ReadOnlySpan<float>(classes, count).CopyTo(Losses.AsSpan(first));
    }

    // Written behind the gradient.
    private static float* Logarithms(int outputs, float* y, float* gradient)
    {
        var logarithms = gradient + ((nint)outputs * Lanes.Count);
        for (var k = 0; k < outputs * Lanes.Count; k++)
            logarithms[k] = MathF.Log(MathF.Max(y[k], NegativeLogLikelihoodLoss.Least));
        return logarithms;
    }
}
