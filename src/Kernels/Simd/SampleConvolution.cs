namespace TorchBasics.Kernels.Simd;

/// <summary>The sizes of a convolution of a single sample and the layout of its arrays.</summary>
/// <param name="Input">Layout of the picture; the border is at least the padding.</param>
/// <param name="Output">Layout of the results, blocked; of the pooled ones where pooling follows at once.</param>
/// <param name="Geometry">The sizes.</param>
/// <param name="Offsets">Where the products of the first output are found.</param>
internal readonly record struct SampleConvolution(SamplePlane Input, SamplePlane Output, ConvGeometry Geometry, Offsets Offsets)
{
    /// <summary>From the window of an output to that of its right neighbour.</summary>
    public int Right => Geometry.Window.Stride.Width * Input.ColumnStep;

    /// <summary>From the window of an output to that of the one below.</summary>
    public int Down => Geometry.Window.Stride.Height * Input.RowStep;
}
