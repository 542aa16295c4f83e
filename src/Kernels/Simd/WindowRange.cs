namespace TorchBasics.Kernels.Simd;

/// <summary>A run of elements along one axis of a kernel.</summary>
/// <param name="First">The first element.</param>
/// <param name="Count">How many; may be 0.</param>
internal readonly record struct WindowRange(int First, int Count)
{
    /// <summary>
    /// The elements p through which a pixel of a run reaches an output: 0 &lt;= pixel - p dilation &lt; outputs for one of them.
    /// </summary>
    /// <param name="pixel">First pixel of the run, counted with the padding.</param>
    /// <param name="width">Length of the run.</param>
    /// <param name="outputs">Outputs along the axis.</param>
    /// <param name="kernel">Elements along the axis.</param>
    /// <param name="dilation">Distance between elements.</param>
    /// <returns>The smallest run that holds them all.</returns>
    public static WindowRange Reaching(int pixel, int width, int outputs, int kernel, int dilation)
    {
        var beyond = pixel - outputs + 1; // p dilation must be at least this
        var first = beyond <= 0 ? 0 : (beyond + dilation - 1) / dilation;
        var last = Math.Min(kernel - 1, (pixel + width - 1) / dilation);
        return last < first ? new(0, 0) : new(first, last - first + 1);
    }
}
