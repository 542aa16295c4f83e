using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>A factor and an offset for each channel.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="block">The normalization, packed.</param>
/// <param name="from">Layout of what enters, see <see cref="SamplePlane.Lanewise"/>.</param>
/// <param name="output">Layout of what leaves.</param>
internal sealed unsafe class BatchNormStep(SampleKernels kernels, BatchNormBlock block, Plane from, SamplePlane output)
    : SampleStep(output)
{
    private readonly AlignedFloats _scale = Padded(block.Scale, output.Channels);
    private readonly AlignedFloats _shift = Padded(block.Shift, output.Channels);
    private readonly Plane _to = output.Lanewise;

    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch)
    {
        for (var channels = 0; channels < from.Channels; channels++)
            for (var row = 0; row < from.Height; row++)
                kernels.Scale(
                    from.Width,
                    x + from.Offset(channels, row, 0),
                    _scale.Pointer + (channels * Lanes.Count),
                    _shift.Pointer + (channels * Lanes.Count),
                    y + _to.Offset(channels, row, 0));
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        _scale.Dispose();
        _shift.Dispose();
    }
}
