namespace TorchBasics.Lessons.Learning;

/// <summary>A picture of five rows and columns in colours, and two kernels for it, in whole numbers.</summary>
/// <remarks>A red flower with a yellow middle and a green stem, on grass, before a blue sky.</remarks>
internal static class Flower
{
    /// <summary>The largest number of the picture.</summary>
    public const double Full = 2;

    /// <summary>How much red, green and blue each pixel has.</summary>
    public static IReadOnlyList<double[,]> Planes { get; } =
    [
        new double[,]
        {
            { 0, 0, 2, 0, 0 },
            { 0, 2, 2, 2, 0 },
            { 0, 0, 2, 0, 0 },
            { 0, 0, 0, 0, 0 },
            { 0, 0, 0, 0, 0 },
        },
        new double[,]
        {
            { 1, 1, 0, 1, 1 },
            { 1, 0, 2, 0, 1 },
            { 1, 1, 0, 1, 1 },
            { 1, 1, 2, 1, 1 },
            { 2, 2, 2, 2, 2 },
        },
        new double[,]
        {
            { 2, 2, 0, 2, 2 },
            { 2, 0, 0, 0, 2 },
            { 2, 2, 0, 2, 2 },
            { 2, 2, 0, 2, 2 },
            { 0, 0, 0, 0, 0 },
        },
    ];

    /// <summary>
    /// One looks for red around something green that is not blue, as in the flower; the other for blue above and green below,
    /// as where the sky ends.
    /// </summary>
    public static IReadOnlyList<ConvolutionKernel> Kernels { get; } =
    [
        new(
            -5,
            new double[,] { { 0, 1, 0 }, { 1, 0, 1 }, { 0, 1, 0 } },
            new double[,] { { 0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 0 } },
            new double[,] { { 0, 0, 0 }, { 0, -1, 0 }, { 0, 0, 0 } }),
        new(
            -8,
            new double[,] { { 0, 0, 0 }, { 0, -1, 0 }, { 0, 0, 0 } },
            new double[,] { { 0, 0, 0 }, { 0, 0, 0 }, { 1, 1, 1 } },
            new double[,] { { 1, 1, 1 }, { 0, 0, 0 }, { 0, 0, 0 } }),
    ];
}
