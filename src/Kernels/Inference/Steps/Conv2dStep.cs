using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>A convolution with its bias, the activation behind it and 2x2 maximum pooling behind that, in one pass.</summary>
internal sealed unsafe class Conv2dStep : SampleStep
{
    private readonly SampleKernels _kernels;
    private readonly SampleConvolution _convolution;
    private readonly ActivationKernel? _activation;
    private readonly AlignedFloats _packed;
    private readonly AlignedFloats _bias;

    /// <summary>Packs the weights.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="convolution">The sizes.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="weight">[output, tap].</param>
    /// <param name="bias">[output].</param>
    public Conv2dStep(SampleKernels kernels, SampleConvolution convolution, Activation? activation, float* weight, float* bias)
        : base(convolution.Output)
    {
        (_kernels, _convolution, _activation) =
            (kernels, convolution, activation is null ? null : kernels.Activation(activation));
        _packed = new AlignedFloats(kernels.PackedFloats(Output.Channels, convolution.Offsets.Count));
        kernels.PackConv2d(weight, Output.Channels, convolution.Offsets.Count, _packed.Pointer);
        _bias = Padded(bias, Output.Channels);
    }

    /// <inheritdoc/>
    public override long Work => _kernels.PackedFloats(
        Output.Channels, _convolution.Offsets.Count) * _convolution.Geometry.OutputHeight * _convolution.Geometry.OutputWidth;

    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch) =>
        _kernels.Conv2d(_convolution, x, _packed.Pointer, _bias.Pointer, _activation, y);

    /// <inheritdoc/>
    protected override void Release()
    {
        _packed.Dispose();
        _bias.Dispose();
    }
}
