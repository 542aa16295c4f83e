using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>A fully connected layer with its bias and the activation behind it.</summary>
internal sealed unsafe class ConnectionStep : SampleStep
{
    private readonly SampleKernels _kernels;
    private readonly Taps _taps;
    private readonly Squash _squash;
    private readonly AlignedFloats _packed;
    private readonly AlignedFloats _bias;

    /// <summary>Packs the weights.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="input">Layout of what enters: the weights follow the order channel, row, column.</param>
    /// <param name="output">Layout of what leaves: a blocked vector.</param>
    /// <param name="squash">The activation.</param>
    /// <param name="weight">[output, input].</param>
    /// <param name="bias">[output].</param>
    public ConnectionStep(SampleKernels kernels, SamplePlane input, SamplePlane output, Squash squash, float* weight, float* bias)
        : base(output)
    {
        (_kernels, _taps, _squash) = (kernels, Taps.All(input), squash);
        _packed = new AlignedFloats(kernels.PackedFloats(output.Features, _taps.Count));
        kernels.PackConnection(weight, output.Features, _taps.Count, _packed.Pointer);
        _bias = Padded(bias, output.Features);
    }

    /// <inheritdoc/>
    public override long Work => 2 * _kernels.PackedFloats(Output.Features, _taps.Count); // every weight is fetched for one product

    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch) => _kernels.Connect(_taps, Output.Features, x, _packed.Pointer, _bias.Pointer, _squash, y);

    /// <inheritdoc/>
    protected override void Release()
    {
        _packed.Dispose();
        _bias.Dispose();
    }
}
