namespace TorchBasics.Kernels.Simd;

/// <summary>Where a tile of a convolution reads, and where its pooled results go. Steps are in floats.</summary>
internal unsafe struct SampleTile
{
    /// <summary>The first position.</summary>
    public float* X;

    /// <summary>From a position to its right neighbour.</summary>
    public nint Right;

    /// <summary>From the first run of positions to the second.</summary>
    public nint Second;

    /// <summary>Packed weights.</summary>
    public float* Weights;

    /// <summary>The first register of biases.</summary>
    public float* Bias;

    /// <summary>Results below it become it: 0 for a rectifier, minus infinity for none.</summary>
    public float Floor;

    /// <summary>Gets the sums [position, register, output] or, pooled, the first register of the first result.</summary>
    public float* Y;

    /// <summary>Pooled: from the first register to the second.</summary>
    public nint SecondRegister;

    /// <summary>Pooled: from the first register to the third.</summary>
    public nint ThirdRegister;
}
