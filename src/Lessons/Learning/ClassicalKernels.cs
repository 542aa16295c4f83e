namespace TorchBasics.Lessons.Learning;

/// <summary>Kernels that people found by thinking, long before networks learnt theirs. All weights are whole.</summary>
/// <remarks>Sobel and Feldman 1968 for the two slopes; Gonzalez and Woods, "Digital Image Processing", chapter 3.</remarks>
internal static class ClassicalKernels
{
    /// <summary>The size of the slope: the root of the squares of both Sobel kernels' results.</summary>
    public const string Gradient = "gradient";

    /// <summary>All kernels, the gradient left out, which needs two.</summary>
    public static IReadOnlyList<ClassicalKernel> All { get; } =
    [
        new("identity", new double[,] { { 0, 0, 0 }, { 0, 1, 0 }, { 0, 0, 0 } }),
        new("box", new double[,] { { 1, 1, 1 }, { 1, 1, 1 }, { 1, 1, 1 } }, Divisor: 9),
        new("gaussian", new double[,] { { 1, 2, 1 }, { 2, 4, 2 }, { 1, 2, 1 } }, Divisor: 16),
        new("sharpen", new double[,] { { 0, -1, 0 }, { -1, 5, -1 }, { 0, -1, 0 } }),
        new("sobel-x", new double[,] { { -1, 0, 1 }, { -2, 0, 2 }, { -1, 0, 1 } }),
        new("sobel-y", new double[,] { { -1, -2, -1 }, { 0, 0, 0 }, { 1, 2, 1 } }),
        new("laplacian", new double[,] { { 0, 1, 0 }, { 1, -4, 1 }, { 0, 1, 0 } }),
        new("emboss", new double[,] { { -2, -1, 0 }, { -1, 1, 1 }, { 0, 1, 2 } }),
    ];

    /// <summary>Finds a kernel.</summary>
    /// <param name="name">Its name.</param>
    public static ClassicalKernel Of(string name) => All.First(kernel => kernel.Name == name);

    /// <summary>The size of the slope at every place.</summary>
    public static double[,] GradientSize(double[,] picture) => Planes.Zip(
        Of("sobel-x").Apply(picture), Of("sobel-y").Apply(picture), (x, y) => Math.Sqrt((x * x) + (y * y)));
}

/// <summary>A kernel of 3 x 3 weights, whose sums are divided by a number.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Weights">Its weights.</param>
/// <param name="Divisor">What each sum is divided by.</param>
internal sealed record ClassicalKernel(string Name, double[,] Weights, double Divisor = 1)
{
    /// <summary>The sum of the weights, before the division.</summary>
    public double WeightSum => Weights.Cast<double>().Sum();

    /// <summary>The sums at every place, before the division, exact where picture and weights are whole.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="padding">Zeros on each side.</param>
    public double[,] Sums(double[,] picture, int padding = 1) => Convolution.Apply(picture, Weights, padding);

    /// <summary>The result at every place; the picture keeps its size.</summary>
    /// <param name="picture">The picture.</param>
    public double[,] Apply(double[,] picture) => Planes.Map(Sums(picture), sum => sum / Divisor);
}
