namespace TorchBasics.Bindings.Kernels;

/// <summary>
/// Where a sum of products over one sample finds its numbers: runs of equally spaced ones. The order is that of
/// <see cref="Walk"/>, so that a sample by itself and one in a group give the same bits.
/// </summary>
internal readonly unsafe struct Taps
{
    // On the heap of pinned objects, so that its address stays.
    private readonly int[] _starts;
    private readonly int* _first;

    private Taps(List<int> starts, int columns, int step)
    {
        _starts = GC.AllocateUninitializedArray<int>(starts.Count, pinned: true);
        starts.CopyTo(_starts);
        _first = (int*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_starts));
        (Columns, Step) = (columns, step);
    }

    /// <summary>Where each run begins.</summary>
    public int* Starts => _first;

    /// <summary>How many runs.</summary>
    public int Rows => _starts.Length;

    /// <summary>Numbers of a run.</summary>
    public int Columns { get; }

    /// <summary>From one number of a run to the next.</summary>
    public int Step { get; }

    /// <summary>Products in one sum.</summary>
    public int Count => Rows * Columns;

    /// <summary>The window of a convolution, counted from the window of its first output.</summary>
    /// <param name="input">Layout of the picture.</param>
    /// <param name="geometry">The sizes.</param>
    public static Taps Window(in SamplePlane input, in ConvGeometry geometry)
    {
        var starts = new List<int>();
        for (var channel = 0; channel < input.Channels; channel++)
            for (var row = 0; row < geometry.KernelHeight; row++)
                starts.Add(input.Offset(channel, (row * geometry.DilationRows) - geometry.PaddingRows, -geometry.PaddingColumns));
        return new(starts, geometry.KernelWidth, geometry.DilationColumns * input.ColumnStep);
    }

    /// <summary>Every feature of a sample, in the order channel, row, column.</summary>
    /// <param name="input">Layout of the sample.</param>
    public static Taps All(in SamplePlane input)
    {
        if (input.IsPlain)
            return new([0], input.Features, 1);
        var starts = new List<int>();
        for (var channel = 0; channel < input.Channels; channel++)
            for (var row = 0; row < input.Height; row++)
                starts.Add(input.Offset(channel, row, 0));
        return new(starts, input.Width, input.ColumnStep);
    }
}
