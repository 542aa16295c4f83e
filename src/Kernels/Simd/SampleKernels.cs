using System.Runtime.Intrinsics;
using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Simd;

/// <summary>
/// Kernels for a single sample: vectors over output channels, numbers of the sample broadcast. Sums are taken in the
/// order of <see cref="LaneKernels"/>, so that both give the same results. One instance for each width of a register;
/// without state. Callers vouch for pointers and sizes: nothing is checked here.
/// </summary>
internal abstract unsafe class SampleKernels
{
    /// <summary>Output channels in a register.</summary>
    public abstract int Width { get; }

    /// <summary>The kernels of a width.</summary>
    /// <param name="bits">Width of a register in bits: 128, 256 or 512.</param>
    public static SampleKernels Of(int bits) => bits switch
    {
        512 => new SampleKernels<Simd512, Vector512<float>>(),
        256 => new SampleKernels<Simd256, Vector256<float>>(),
        _ => new SampleKernels<Simd128, Vector128<float>>(),
    };

    /// <summary>The kernels for a number of outputs: half the registers do where they need not be more.</summary>
    /// <param name="bits">Width of the machine's registers.</param>
    /// <param name="outputs">How many outputs.</param>
    public static SampleKernels For(int bits, int outputs)
    {
        var full = Of(bits);
        var half = Of(bits / 2);
        return half.Width < full.Width && half.Vectors(outputs) == full.Vectors(outputs) ? half : full;
    }

    /// <summary>The registers that hold so many outputs.</summary>
    public int Vectors(int outputs) => (outputs + Width - 1) / Width;

    /// <summary>The floats of packed weights.</summary>
    public long PackedFloats(int outputs, int fanIn) => (long)Vectors(outputs) * Width * fanIn;

    /// <summary>The kernel of an activation.</summary>
    /// <param name="activation">Its description.</param>
    public abstract ActivationKernel Activation(Activation activation);

    /// <summary>Puts the weights of a convolution in the order in which <see cref="Conv2d"/> reads them.</summary>
    /// <param name="weight">[output, term].</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="fanIn">Products in one sum.</param>
    /// <param name="packed">Gets [tile][term][output of the tile], zeros where there is no output.</param>
    public void PackConv2d(float* weight, int outputs, int fanIn, float* packed) =>
        Pack(weight, outputs, fanIn, packed, Conv2dTile);

    /// <summary>Puts the weights of a fully connected layer in the order in which <see cref="Linear"/> reads them.</summary>
    /// <param name="weight">[output, input].</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="inputs">Inputs.</param>
    /// <param name="packed">Gets [tile][input][output of the tile], zeros where there is no output.</param>
    public void PackLinear(float* weight, int outputs, int inputs, float* packed) =>
        Pack(weight, outputs, inputs, packed, LinearTile);

    /// <summary>A convolution with bias, activation and, where the geometry says so, 2x2 maximum pooling.</summary>
    /// <param name="convolution">The sizes.</param>
    /// <param name="x">The picture, with zeros in the border.</param>
    /// <param name="packed">Weights, packed.</param>
    /// <param name="bias">One for each output channel, and zeros up to whole registers.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="y">Gets the results; channels that only fill up a register get some number.</param>
    public abstract void Conv2d(
        in SampleConvolution convolution, float* x, float* packed, float* bias, ActivationKernel? activation, float* y);

    /// <summary>A fully connected layer with bias and activation.</summary>
    /// <param name="offsets">Where the inputs lie.</param>
    /// <param name="outputs">How many outputs.</param>
    /// <param name="x">The inputs.</param>
    /// <param name="packed">Weights, packed.</param>
    /// <param name="bias">One for each output, and zeros up to whole registers.</param>
    /// <param name="activation">The activation; null for none.</param>
    /// <param name="y">Gets the outputs; those that only fill up a register get some number.</param>
    public abstract void Linear(
        in Offsets offsets, int outputs, float* x, float* packed, float* bias, ActivationKernel? activation, float* y);

    /// <summary>The sum of each window, times a factor, plus an offset, both by channel.</summary>
    /// <param name="window">How the window slides, over a <see cref="SamplePlane.Lanewise"/> layout.</param>
    /// <param name="x">The picture.</param>
    /// <param name="weight">A factor for each channel, filled up to whole blocks.</param>
    /// <param name="bias">An offset for each channel, filled up to whole blocks.</param>
    /// <param name="y">Gets the results.</param>
    public abstract void Subsample(in PoolGeometry window, float* x, float* weight, float* bias, float* y);

    /// <summary>y = scale x + shift, by channel, for neighbouring pixels of a block of channels.</summary>
    /// <param name="pixels">How many pixels.</param>
    /// <param name="x">[pixel, channel of the block].</param>
    /// <param name="scale">A factor for each channel of the block.</param>
    /// <param name="shift">An offset for each channel of the block.</param>
    /// <param name="y">Gets the results.</param>
    public abstract void Scale(int pixels, float* x, float* scale, float* shift, float* y);

    // Registers of the next tile of a convolution.
    private protected static int Conv2dTile(int remaining) => remaining == 4 ? 2 : Math.Min(3, remaining);

    // Registers of the next tile of a fully connected layer: as even as can be, at most 8.
    private protected static int LinearTile(int remaining)
    {
        var tiles = (remaining + 7) / 8;
        return (remaining + tiles - 1) / tiles;
    }

    private void Pack(float* weight, int outputs, int fanIn, float* packed, Func<int, int> tile)
    {
        var vectors = Vectors(outputs);
        for (var vector = 0; vector < vectors;)
        {
            var height = tile(vectors - vector);
            for (var term = 0; term < fanIn; term++)
                for (var output = vector * Width; output < (vector + height) * Width; output++)
                    *packed++ = output < outputs ? weight[((long)output * fanIn) + term] : 0;
            vector += height;
        }
    }
}
