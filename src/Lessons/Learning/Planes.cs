using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Learning;

/// <summary>Pictures as rows and columns of numbers.</summary>
internal static class Planes
{
    /// <summary>A plane from a formula.</summary>
    public static double[,] Make(int rows, int columns, Func<int, int, double> value)
    {
        var plane = new double[rows, columns];
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                plane[row, column] = value(row, column);
        return plane;
    }

    /// <summary>Bytes, row by row, as a plane.</summary>
    public static double[,] Of(byte[] pixels, int columns) =>
        Make(pixels.Length / columns, columns, (row, column) => pixels[(row * columns) + column]);

    /// <summary>A channel of a sample.</summary>
    public static double[,] Of<T>(Tensor<T> pictures, int sample, int channel)
        where T : struct, IReal<T> =>
        Make(pictures.Sizes[2], pictures.Sizes[3], (row, column) => pictures[sample, channel, row, column].Value);

    /// <summary>Planes of the same size as one picture.</summary>
    /// <param name="planes">One for each channel.</param>
    /// <returns>The picture [1, C, H, W].</returns>
    public static Tensor<Float64> Picture(params IReadOnlyList<double[,]> planes) => Tensor<Float64>.From(
        [1, planes.Count, planes[0].GetLength(0), planes[0].GetLength(1)],
        planes.SelectMany(plane => plane.Cast<double>()).ToArray());

    /// <summary>A plane with a border of zeros.</summary>
    public static double[,] Padded(double[,] plane, int padding) => Make(
        plane.GetLength(0) + (2 * padding),
        plane.GetLength(1) + (2 * padding),
        (row, column) => At(plane, row - padding, column - padding));

    /// <summary>A plane moved down and to the right; zeros come in, and what leaves is lost.</summary>
    public static double[,] Shifted(double[,] plane, int down, int right) => Make(
        plane.GetLength(0), plane.GetLength(1), (row, column) => At(plane, row - down, column - right));

    /// <summary>A number for each place of two planes of the same size.</summary>
    public static double[,] Zip(double[,] first, double[,] second, Func<double, double, double> function) => Make(
        first.GetLength(0), first.GetLength(1), (row, column) => function(first[row, column], second[row, column]));

    /// <summary>A number for each place.</summary>
    public static double[,] Map(double[,] plane, Func<double, double> function) =>
        Make(plane.GetLength(0), plane.GetLength(1), (row, column) => function(plane[row, column]));

    /// <summary>Whether two planes have the same size and, to the last bit, the same numbers.</summary>
    public static bool AreEqual(double[,] first, double[,] second) =>
        first.GetLength(0) == second.GetLength(0) && first.Cast<double>().SequenceEqual(second.Cast<double>());

    private static double At(double[,] plane, int row, int column) =>
        row >= 0 && row < plane.GetLength(0) && column >= 0 && column < plane.GetLength(1) ? plane[row, column] : 0;
}
