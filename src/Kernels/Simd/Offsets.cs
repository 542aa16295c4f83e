using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchBasics.Kernels.Simd;

/// <summary>
/// Where a sum of products over one sample finds its numbers, in the order of <see cref="LoopNest"/>, so that a sample by
/// itself and one in a group give the same bits. A table serves the kernels better than nested loops: the inner ones of a
/// small window are over before they are under way.
/// </summary>
internal readonly unsafe struct Offsets
{
    // On the heap of pinned objects, so that its address stays.
    private readonly int[] _places;

    private Offsets(IReadOnlyCollection<int> places)
    {
        _places = GC.AllocateUninitializedArray<int>(places.Count, pinned: true);
        var next = 0;
        foreach (var place in places)
            _places[next++] = place;
        Places = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_places));
    }

    /// <summary>The place of each number, in floats.</summary>
    public int* Places { get; }

    /// <summary>Products in one sum.</summary>
    public int Count => _places.Length;

    /// <summary>The window of a convolution, counted from the picture's memory, for its first output.</summary>
    /// <param name="input">Layout of the picture.</param>
    /// <param name="geometry">The sizes.</param>
    public static Offsets Window(in SamplePlane input, in ConvGeometry geometry)
    {
        var places = new List<int>();
        for (var channel = 0; channel < input.Channels; channel++)
            for (var row = 0; row < geometry.Window.Kernel.Height; row++)
                for (var column = 0; column < geometry.Window.Kernel.Width; column++)
                    places.Add(input.Offset(
                        channel,
                        (row * geometry.Window.Dilation.Height) - geometry.Window.Padding.Height,
                        (column * geometry.Window.Dilation.Width) - geometry.Window.Padding.Width));
        return new(places);
    }

    /// <summary>Every feature of a sample, in the order channel, row, column.</summary>
    /// <param name="input">Layout of the sample.</param>
    public static Offsets All(in SamplePlane input) => new(input.Places());
}
