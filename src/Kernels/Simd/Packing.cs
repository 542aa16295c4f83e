namespace TorchBasics.Kernels.Simd;

/// <summary>Puts weights in the order in which tiles read them.</summary>
internal static unsafe class Packing
{
    /// <summary>
    /// For sums over a row: [tile][term][row of the tile], the tiles of <see cref="Tiling"/> one after the other.
    /// </summary>
    /// <param name="weight">[row, term].</param>
    /// <param name="rows">Outputs.</param>
    /// <param name="fanIn">Products in one sum.</param>
    /// <param name="packed">Gets as many numbers.</param>
    public static void Rows(float* weight, int rows, int fanIn, float* packed)
    {
        for (var row = 0; row < rows;)
        {
            var height = Tiling.Height(rows - row);
            Tile(weight + ((long)row * fanIn), height, fanIn, packed + ((long)row * fanIn));
            row += height;
        }
    }

    /// <summary>One tile of <see cref="Rows"/>.</summary>
    public static void Tile(float* rows, int height, int fanIn, float* packed)
    {
        for (var term = 0; term < fanIn; term++)
            for (var row = 0; row < height; row++)
                *packed++ = rows[((long)row * fanIn) + term];
    }

    /// <summary>For the gradient of the input: [tile of input channels][output channel, element][channel of the tile].</summary>
    /// <param name="weight">[output channel, input channel, element].</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="area">Elements of a kernel.</param>
    /// <param name="packed">Gets as many numbers.</param>
    public static void Columns(float* weight, int outputs, int inputs, int area, float* packed)
    {
        for (var channel = 0; channel < inputs;)
        {
            var height = Tiling.Height(inputs - channel);
            for (var output = 0; output < outputs; output++)
                for (var element = 0; element < area; element++)
                    for (var k = 0; k < height; k++)
                        *packed++ = weight[((((long)output * inputs) + channel + k) * area) + element];
            channel += height;
        }
    }
}
