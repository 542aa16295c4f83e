using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>A convolution with its bias, the activation behind it and 2x2 maximum pooling behind that, in one pass.</summary>
internal sealed unsafe class ConvolutionStep : SampleStep
{
    private readonly SampleKernels _kernels;
    private readonly SampleConvolution _convolution;
    private readonly Squash _squash;
    private readonly AlignedFloats _packed;
    private readonly AlignedFloats _bias;

    /// <summary>Packs the weights.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="convolution">The sizes.</param>
    /// <param name="squash">The activation.</param>
    /// <param name="weight">[output, tap].</param>
    /// <param name="bias">[output].</param>
    public ConvolutionStep(SampleKernels kernels, SampleConvolution convolution, Squash squash, float* weight, float* bias)
        : base(convolution.Output)
    {
        (_kernels, _convolution, _squash) = (kernels, convolution, squash);
        _packed = new AlignedFloats(kernels.PackedFloats(Output.Channels, convolution.Taps.Count));
        kernels.PackConvolution(weight, Output.Channels, convolution.Taps.Count, _packed.Pointer);
        _bias = Padded(bias, Output.Channels);
    }

    /// <inheritdoc/>
    public override long Work => _kernels.PackedFloats(Output.Channels, _convolution.Taps.Count) * _convolution.Geometry.OutputHeight * _convolution.Geometry.OutputWidth;

    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch) => _kernels.Convolve(_convolution, x, _packed.Pointer, _bias.Pointer, _squash, y);

    /// <inheritdoc/>
    protected override void Release()
    {
        _packed.Dispose();
        _bias.Dispose();
    }
}
