using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>A fully connected layer with its bias and the activation behind it.</summary>
internal sealed unsafe class LinearStep : SampleStep
{
    private readonly SampleKernels _kernels;
    private readonly Offsets _offsets;
    private readonly ActivationKernel? _activation;
    private readonly AlignedFloats _packed;
    private readonly AlignedFloats _bias;

    /// <summary>Packs the weights.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="input">Layout of what enters: the weights follow the order channel, row, column.</param>
    /// <param name="output">Layout of what leaves: a blocked vector.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="weight">[output, input].</param>
    /// <param name="bias">[output].</param>
    public LinearStep(
        SampleKernels kernels, SamplePlane input, SamplePlane output, Activation? activation, float* weight, float* bias)
        : base(output)
    {
        (_kernels, _offsets, _activation) =
            (kernels, Offsets.All(input), activation is null ? null : kernels.Activation(activation));
        _packed = new AlignedFloats(kernels.PackedFloats(output.Features, _offsets.Count));
        kernels.PackLinear(weight, output.Features, _offsets.Count, _packed.Pointer);
        _bias = Padded(bias, output.Features);
    }

    /// <inheritdoc/>
    // every weight is fetched for one product
    public override long Work => 2 * _kernels.PackedFloats(Output.Features, _offsets.Count);

    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch) =>
        _kernels.Linear(_offsets, Output.Features, x, _packed.Pointer, _bias.Pointer, _activation, y);

    /// <inheritdoc/>
    protected override void Release()
    {
        _packed.Dispose();
        _bias.Dispose();
    }
}
