using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>The sum of each window, times a factor, plus an offset for each channel.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="window">How the window slides, over <see cref="SamplePlane.Lanewise"/> layouts.</param>
/// <param name="output">Layout of what leaves.</param>
/// <param name="weight">[channel].</param>
/// <param name="bias">[channel].</param>
internal sealed unsafe class SubsamplingStep(
    SampleKernels kernels, PoolGeometry window, SamplePlane output, float* weight, float* bias) : SampleStep(output)
{
    private readonly AlignedFloats _weight = Padded(weight, output.Channels);
    private readonly AlignedFloats _bias = Padded(bias, output.Channels);

    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch) =>
        kernels.Subsample(window, x, _weight.Pointer, _bias.Pointer, y);

    /// <inheritdoc/>
    protected override void Release()
    {
        _weight.Dispose();
        _bias.Dispose();
    }
}
