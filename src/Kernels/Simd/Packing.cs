namespace TorchBasics.Kernels.Simd;

/// <summary>Puts weights in the order in which tiles read them.</summary>
internal static unsafe class Packing
{
    /// <summary>For sums over a row: [tile][tap][row of the tile], the tiles of <see cref="Tiling"/> one after the other.</summary>
    /// <param name="weight">[row, tap].</param>
    /// <param name="rows">Outputs.</param>
    /// <param name="taps">Products in one sum.</param>
    /// <param name="packed">Gets as many numbers.</param>
    public static void Rows(float* weight, int rows, int taps, float* packed)
    {
        for (var row = 0; row < rows;)
        {
            var height = Tiling.Height(rows - row);
            Tile(weight + ((long)row * taps), height, taps, packed + ((long)row * taps));
            row += height;
        }
    }

    /// <summary>One tile of <see cref="Rows"/>.</summary>
    public static void Tile(float* rows, int height, int taps, float* packed)
    {
        for (var tap = 0; tap < taps; tap++)
            for (var row = 0; row < height; row++)
                *packed++ = rows[((long)row * taps) + tap];
    }

    /// <summary>For the gradient of the input: [tile of input channels][output channel, cell][channel of the tile].</summary>
    /// <param name="weight">[output channel, input channel, cell].</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="area">Cells of a kernel.</param>
    /// <param name="packed">Gets as many numbers.</param>
    public static void Columns(float* weight, int outputs, int inputs, int area, float* packed)
    {
        for (var channel = 0; channel < inputs;)
        {
            var height = Tiling.Height(inputs - channel);
            for (var output = 0; output < outputs; output++)
                for (var cell = 0; cell < area; cell++)
                    for (var k = 0; k < height; k++)
                        *packed++ = weight[((((long)output * inputs) + channel + k) * area) + cell];
            channel += height;
        }
    }
}
