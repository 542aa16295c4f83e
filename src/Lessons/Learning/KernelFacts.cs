using TorchBasics.Core.Layers;

namespace TorchBasics.Lessons.Learning;

/// <summary>What is known of the classical kernels, tried with the reference in whole numbers: nothing is rounded.</summary>
/// <param name="KeepSums">Whether each result adds up to the kernel's weight sum times the picture's sum.</param>
/// <param name="TurnFlat">Whether one grey everywhere stays as it is, and slopes and Laplacian of it are 0.</param>
/// <param name="TurnRamp">Whether a ramp to the right has 8 times its slope for Sobel x, and 0 for Sobel y and Laplacian.</param>
/// <param name="IsSeparable">Whether the Gaussian kernel is (1 2 1) along the rows and then along the columns.</param>
/// <param name="SharpensByLaplacian">Whether sharpening is the picture minus its Laplacian.</param>
/// <param name="SobelsAreTwins">Whether the two Sobel kernels are the same thing seen from two sides.</param>
internal sealed record KernelFacts(
    bool KeepSums, bool TurnFlat, bool TurnRamp, bool IsSeparable, bool SharpensByLaplacian, bool SobelsAreTwins)
{
    /// <summary>The grey of the picture without any edge.</summary>
    public const double Grey = 100;

    /// <summary>The slope of the ramp.</summary>
    public const double Slope = 3;

    private const int Size = 7;

    private static readonly string[] KeepingGrey = ["identity", "box", "gaussian", "sharpen", "emboss"];
    private static readonly string[] FindingEdges = ["sobel-x", "sobel-y", "laplacian"];

    /// <summary>Tries them on a picture of whole numbers.</summary>
    /// <param name="picture">The picture.</param>
    public static KernelFacts Of(double[,] picture)
    {
        ClassicalKernel[] greys = [.. KeepingGrey.Select(ClassicalKernels.Of)];
        ClassicalKernel[] edges = [.. FindingEdges.Select(ClassicalKernels.Of)];
        return new(
            ClassicalKernels.All.All(kernel => KeepsSum(kernel, picture)),
            greys.All(kernel => TurnsFlat(kernel, Grey)) && edges.All(kernel => TurnsFlat(kernel, 0)),
            TurnsRamp(edges[0], 8 * Slope) && edges[1..].All(kernel => TurnsRamp(kernel, 0)),
            Separates(picture),
            Planes.AreEqual(
                ClassicalKernels.Of("sharpen").Sums(picture),
                Planes.Zip(picture, ClassicalKernels.Of("laplacian").Sums(picture), (pixel, second) => pixel - second)),
            Planes.AreEqual(
                Turned(ClassicalKernels.Of("sobel-x").Sums(picture)), ClassicalKernels.Of("sobel-y").Sums(Turned(picture))));
    }

    // With a border of two zeros every pixel meets every weight.
    private static bool KeepsSum(ClassicalKernel kernel, double[,] picture) =>
        kernel.Sums(picture, padding: 2).Cast<double>().Sum() == kernel.WeightSum * picture.Cast<double>().Sum();

    private static bool TurnsFlat(ClassicalKernel kernel, double expected) =>
        Inner(kernel, (_, _) => Grey).All(value => value == expected);

    private static bool TurnsRamp(ClassicalKernel kernel, double expected) =>
        Inner(kernel, (_, column) => Slope * column).All(value => value == expected);

    private static bool Separates(double[,] picture)
    {
        var rows = Convolution.Apply(picture, new double[,] { { 1, 2, 1 } }, new Size2d(0, 1));
        var both = Convolution.Apply(rows, new double[,] { { 1 }, { 2 }, { 1 } }, new Size2d(1, 0));
        return Planes.AreEqual(both, ClassicalKernels.Of("gaussian").Sums(picture));
    }

    private static IEnumerable<double> Inner(ClassicalKernel kernel, Func<int, int, double> pixel) =>
        kernel.Sums(Planes.Make(Size, Size, pixel), padding: 0).Cast<double>().Select(sum => sum / kernel.Divisor);

    private static double[,] Turned(double[,] plane) =>
        Planes.Make(plane.GetLength(1), plane.GetLength(0), (row, column) => plane[column, row]);
}
