namespace TorchBasics.Core.Layers;

/// <summary>Which part of the input picture one output element can see.</summary>
/// <param name="Size">Height and width of that part, in input pixels.</param>
/// <param name="Step">How far the part moves, in input pixels, from one output element to the next.</param>
/// <remarks>Source: the recurrence size += (kernel - 1) * step, step *= stride (Dumoulin and Visin 2016).</remarks>
public readonly record struct ReceptiveField(Size2d Size, Size2d Step)
{
    /// <summary>The field of an input pixel: itself.</summary>
    public static ReceptiveField OnePixel => new(1, 1);

    /// <summary>The field after a window slides over the outputs that have this field.</summary>
    /// <param name="kernel">Window size.</param>
    /// <param name="stride">Window step.</param>
    /// <param name="dilation">Distance between neighbouring cells of the window.</param>
    /// <returns>The larger field.</returns>
    public ReceptiveField Through(Size2d kernel, Size2d stride, Size2d dilation) => new(
        new Size2d(
            Size.Height + ((kernel.Height - 1) * dilation.Height * Step.Height),
            Size.Width + ((kernel.Width - 1) * dilation.Width * Step.Width)),
        new Size2d(Step.Height * stride.Height, Step.Width * stride.Width));
}
