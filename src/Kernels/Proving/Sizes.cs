namespace TorchBasics.Kernels.Proving;

/// <summary>Sizes of a convolution with a square kernel.</summary>
internal readonly record struct ConvolutionSizes(
    int Samples, int Channels, int Outputs, int Side, int Kernel, int Stride = 1, int Padding = 0, int Groups = 1)
{
    /// <summary>Height and width of the result.</summary>
    public int OutputSide => ((Side + (2 * Padding) - Kernel) / Stride) + 1;

    /// <inheritdoc/>
    public override string ToString() => $"{Samples} x {Channels} to {Outputs} channels, {Side}x{Side}, kernel {Kernel}"
        + (Stride == 1 ? "" : $", stride {Stride}") + (Padding == 0 ? "" : $", padding {Padding}")
        + (Groups == 1 ? "" : $", {Groups} groups");
}

/// <summary>Sizes of a product of matrices, and of a linear layer.</summary>
internal readonly record struct ProductSizes(int Samples, int Inputs, int Outputs)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Samples} x {Inputs} to {Outputs}";
}

/// <summary>Sizes of a pooling with square windows and no padding.</summary>
internal readonly record struct PoolSizes(int Samples, int Channels, int Side, int Kernel, int Stride)
{
    /// <summary>Height and width of the result.</summary>
    public int OutputSide => ((Side - Kernel) / Stride) + 1;

    /// <inheritdoc/>
    public override string ToString() => $"{Samples} x {Channels} channels, {Side}x{Side}, kernel {Kernel}, stride {Stride}";
}

/// <summary>Sizes of a batch normalisation.</summary>
internal readonly record struct NormSizes(int Samples, int Channels, int Pixels)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Samples} x {Channels} channels of {Pixels}";
}
