using System.Runtime.Intrinsics;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Summation;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>
/// The kernels, over arrays in the layout of <see cref="Lanes"/>. One instance for each width of a register; without
/// state, so that any number of threads may use it. Callers vouch for pointers and sizes: nothing is checked here.
/// </summary>
internal abstract unsafe partial class LaneKernels
{
    /// <summary>All kernels, narrow ones first; those wider than the machine's registers are slow, not wrong.</summary>
    public static IReadOnlyList<LaneKernels> All { get; } =
    [
        new LaneKernels<Simd128, Vector128<float>>(),
        new LaneKernels<Simd256, Vector256<float>>(),
        new LaneKernels<Simd512, Vector512<float>>(),
    ];

    /// <summary>Width of a register in bits.</summary>
    public abstract int Bits { get; }

    /// <summary>Whether the machine has such registers.</summary>
    public bool IsAccelerated => Bits <= Registers.Widest;

    /// <inheritdoc/>
    public override string ToString() => $"Vector{Bits}";

    /// <summary>A convolution of one group, with bias, activation and, where the geometry says so, 2x2 maximum pooling.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="x">Pictures, with zeros in the border.</param>
    /// <param name="packed">Weights, packed by <see cref="Packing.Rows"/>.</param>
    /// <param name="bias">One for each output channel.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="y">Gets the results.</param>
    /// <param name="choice">
    /// With pooling: gets which of the four was the largest, 0 to 3 as float, [channel, row, column, lane] without border.
    /// Null where nobody asks.
    /// </param>
    public abstract void Conv2d(
        in ConvGeometry geometry, float* x, float* packed, float* bias, ActivationKernel? activation, float* y, float* choice);

    /// <summary>
    /// Carries the gradient of one group back through pooling, activation and bias.
    /// </summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="gradY">Gradient of the results, in their layout; becomes the gradient behind the activation.</param>
    /// <param name="y">The results.</param>
    /// <param name="choice">With pooling: which was the largest.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="gradSum">
    /// Gets the gradient of the sums, in the layout <see cref="ConvGeometry.Gradient"/>; its border stays.
    /// </param>
    /// <param name="gradBias">The gradient of the biases is added to it.</param>
    public abstract void Conv2dBackwardSums(
        in ConvGeometry geometry,
        float* gradY,
        float* y,
        float* choice,
        ActivationKernel? activation,
        float* gradSum,
        float* gradBias);

    /// <summary>The gradient of a convolution's input, for one group.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="gradSum">Gradient of the sums.</param>
    /// <param name="packed">Weights, packed by <see cref="Packing.Columns"/>.</param>
    /// <param name="gradX">Gets the gradient, in the layout of the input; its border stays.</param>
    public abstract void Conv2dBackwardInput(in ConvGeometry geometry, float* gradSum, float* packed, float* gradX);

    /// <summary>The gradient of a convolution's weights: the share of some groups is added.</summary>
    /// <param name="geometry">The sizes.</param>
    /// <param name="groups">How many groups.</param>
    /// <param name="x">Pictures.</param>
    /// <param name="xStep">From one group of them to the next.</param>
    /// <param name="gradSum">Gradient of the sums.</param>
    /// <param name="gradStep">From one group of it to the next.</param>
    /// <param name="gradWeight">[output, tap]: the share is added to it.</param>
    public abstract void Conv2dBackwardWeight(
        in ConvGeometry geometry, int groups, float* x, int xStep, float* gradSum, int gradStep, float* gradWeight);

    /// <summary>A fully connected layer with bias and activation.</summary>
    /// <param name="groups">How many groups, one behind the other.</param>
    /// <param name="inputs">Features that enter.</param>
    /// <param name="outputs">Features that leave.</param>
    /// <param name="x">[group, input, lane].</param>
    /// <param name="weight">[output, input], as it is.</param>
    /// <param name="bias">One for each output.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="y">Gets [group, output, lane].</param>
    public abstract void Linear(
        int groups, int inputs, int outputs, float* x, float* weight, float* bias, ActivationKernel? activation, float* y);

    /// <summary>The gradient of a fully connected layer's input.</summary>
    /// <param name="groups">How many groups, one behind the other.</param>
    /// <param name="inputs">Features that entered.</param>
    /// <param name="outputs">Features that left.</param>
    /// <param name="gradSum">Gradient of the sums [group, output, lane].</param>
    /// <param name="weight">[output, input], as it is.</param>
    /// <param name="gradX">Gets [group, input, lane].</param>
    public abstract void LinearBackwardInput(int groups, int inputs, int outputs, float* gradSum, float* weight, float* gradX);

    /// <summary>The gradient of some rows and columns of a fully connected layer's weights: the sums of the shares.</summary>
    /// <param name="sums">Which shares are added, and in which order; samples of missing lanes are rows of zeros.</param>
    /// <param name="panel">The columns.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="x">Inputs: this panel, [sample, feature].</param>
    /// <param name="gradSum">Gradient of the sums by sample, from the first of the rows on.</param>
    /// <param name="step">From one sample of them to the next.</param>
    /// <param name="gradWeight">Gets [output, input] of the first root, from the first row and column on.</param>
    /// <param name="inputs">From one row of it to the next.</param>
    public abstract void LinearBackwardWeight(
        ShareSums sums, in Panel panel, int rows, float* x, float* gradSum, int step, float* gradWeight, int inputs);

    /// <summary>Sums over the samples, in their order within each share.</summary>
    /// <param name="sums">Which shares are added, and in which order.</param>
    /// <param name="features">How many.</param>
    /// <param name="rows">[sample, feature].</param>
    /// <param name="step">From one sample to the next.</param>
    /// <param name="result">Gets a sum for each feature, of the first root.</param>
    public abstract void SumSamples(ShareSums sums, int features, float* rows, int step, float* result);

    /// <summary>From [feature, lane] to [lane, feature].</summary>
    /// <param name="features">How many.</param>
    /// <param name="x">[feature, lane].</param>
    /// <param name="rows">Gets the samples.</param>
    /// <param name="step">From one sample to the next.</param>
    /// <param name="width">Numbers of a sample that are written; those behind the features become zero.</param>
    public abstract void ToSamples(int features, float* x, float* rows, int step, int width);

    /// <summary>sum += x, number by number.</summary>
    /// <param name="count">How many numbers.</param>
    /// <param name="x">What is added.</param>
    /// <param name="sum">What it is added to.</param>
    public abstract void Add(int count, float* x, float* sum);

    /// <summary>y = a b, number by number.</summary>
    /// <param name="count">How many numbers, a multiple of the lanes.</param>
    /// <param name="a">One factor.</param>
    /// <param name="b">The other.</param>
    /// <param name="y">Gets the products.</param>
    public abstract void Multiply(int count, float* a, float* b, float* y);

    /// <summary>y = scale x + shift, number by number.</summary>
    /// <param name="count">How many numbers, a multiple of the lanes.</param>
    /// <param name="x">The numbers.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="shift">The offset.</param>
    /// <param name="y">Gets the results.</param>
    public abstract void Scale(int count, float* x, float scale, float shift, float* y);

    /// <summary>The kernel of an activation.</summary>
    /// <param name="activation">Its description.</param>
    /// <returns>The kernel, in this width.</returns>
    public abstract ActivationKernel Activation(Activation activation);

    /// <summary>The numbers of a group that stand inside the border, moved from one layout to another.</summary>
    /// <param name="from">Layout of the source.</param>
    /// <param name="x">The source.</param>
    /// <param name="to">Layout of the target, of the same pictures.</param>
    /// <param name="y">The target; its border stays.</param>
    public static void Move(in Plane from, float* x, in Plane to, float* y)
    {
        var row = from.Width * Lanes.Count;
        for (var channel = 0; channel < from.Channels; channel++)
            for (var i = 0; i < from.Height; i++)
                new ReadOnlySpan<float>(x + from.Offset(channel, i, 0), row)
                    .CopyTo(new Span<float>(y + to.Offset(channel, i, 0), row));
    }
}

/// <inheritdoc/>
/// <remarks>
/// Its loops are compiled once, with all optimizations: there is no machine code of them from before the start, and the JIT's
/// first, slow code, in which each operation of a register is a call, would run for half of the first epoch of a short training.
/// </remarks>
/// <typeparam name="S">The arithmetic.</typeparam>
/// <typeparam name="V">The register.</typeparam>
internal sealed unsafe partial class LaneKernels<S, V> : LaneKernels
    where S : struct, ISimd<V>
    where V : struct
{
    /// <inheritdoc/>
    public override int Bits => S.Count * 8 * sizeof(float);

    /// <inheritdoc/>
    public override ActivationKernel Activation(Activation activation) => activation.Accept(ActivationKernels<S, V>.Instance);
}
