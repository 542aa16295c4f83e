using TorchBasics.Digits;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Lessons.Course;

/// <summary>What the classical kernels make of a drawn digit, or of a picture of one's own.</summary>
/// <remarks>Pixels and weights are whole, so that all sums are exact.</remarks>
internal sealed class KernelsLesson() : Lesson<KernelsLesson.Result>("kernels", 16)
{
    /// <summary>The name of the reader's own kernel.</summary>
    internal const string Own = "own";

    /// <summary>Rows, and columns, of the picture.</summary>
    internal const int Size = 28;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter(
            "kernel",
            ["sobel-x", "sobel-y", "gradient", "laplacian", "identity", "box", "gaussian", "sharpen", "emboss", "own"]),
        new GridParameter(Own, "0,0,0;-1,1,0;0,0,0", 3, 3, -9, 9),
        new WholeParameter("digit", 7, 0, 99),
        new DrawingParameter("drawing", Size),
        new WholeParameter("row", 14, 1, Size),
        new WholeParameter("column", 12, 1, Size),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "shift",
            result => result.Kernel == Own && Planes.AreEqual(result.Chosen, Planes.Shifted(result.Picture, 0, 1)),
            new("kernel", "own"), new("own", "0,0,0;1,0,0;0,0,0")),
        new("falling", result => result is { Kernel: "sobel-x", Element: <= -500 }, new("row", "16"), new("column", "20")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var pixels = values.Drawing("drawing");
        int? label = null;
        if (pixels is null)
        {
            pixels = new byte[Size * Size];
            label = DigitSet.Test.Render(values.Whole("digit"), pixels);
        }

        var picture = Planes.Of(pixels, Size);
        IReadOnlyList<ClassicalKernel> kernels = [.. ClassicalKernels.All, new(Own, values.Grid(Own))];
        var name = values.Text("kernel");
        var used = name == ClassicalKernels.Gradient ? ["sobel-x", "sobel-y"] : (IReadOnlyList<string>)[name];
        return new(
            picture,
            label,
            name,
            [
                .. kernels.Select(kernel => new Filtered(kernel.Name, kernel.Apply(picture))),
                new(ClassicalKernels.Gradient, ClassicalKernels.GradientSize(picture)),
            ],
            [.. used.Select(one => kernels.First(kernel => kernel.Name == one)).Select(kernel => new TracedKernel(
                kernel, Convolution.Trace([picture], [new ConvolutionKernel(0, kernel.Weights)], 1, 1)))],
            values.Whole("row") - 1,
            values.Whole("column") - 1,
            kernels,
            KernelFacts.Of(picture));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
        [.. result.Picture.Cast<double>(), .. result.Results.SelectMany(one => one.Plane.Cast<double>())];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var facts = result.Facts;
        yield return new("sum", facts.KeepSums, result.Picture.Cast<double>().Sum());
        yield return new("flat", facts.TurnFlat, KernelFacts.Grey);
        yield return new("ramp", facts.TurnRamp, KernelFacts.Slope, 8 * KernelFacts.Slope);
        yield return new("separable", facts.IsSeparable);
        yield return new("sharpen", facts.SharpensByLaplacian);
        yield return new("twins", facts.SobelsAreTwins);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts) => new KernelsView(result, texts).Blocks();

    /// <summary>What the experiment returns.</summary>
    /// <param name="Picture">The picture, 0 for paper and 255 for ink.</param>
    /// <param name="Label">The digit that it shows; null for a picture of one's own.</param>
    /// <param name="Kernel">The kernel that was chosen.</param>
    /// <param name="Results">What every kernel makes of the picture.</param>
    /// <param name="Traced">The chosen kernel with the way of each sum; two for the gradient.</param>
    /// <param name="Row">The row that is looked at.</param>
    /// <param name="Column">The column.</param>
    /// <param name="Kernels">All kernels.</param>
    /// <param name="Facts">What was tried.</param>
    internal sealed record Result(
        double[,] Picture, int? Label, string Kernel, IReadOnlyList<Filtered> Results, IReadOnlyList<TracedKernel> Traced,
        int Row, int Column, IReadOnlyList<ClassicalKernel> Kernels, KernelFacts Facts)
    {
        /// <summary>What the chosen kernel makes of the picture.</summary>
        public double[,] Chosen => Results.First(one => one.Name == Kernel).Plane;

        /// <summary>The number that is looked at.</summary>
        public double Element => Chosen[Row, Column];
    }

    /// <summary>What a kernel makes of the picture.</summary>
    internal sealed record Filtered(string Name, double[,] Plane);

    /// <summary>A kernel, and its sums with their terms.</summary>
    internal sealed record TracedKernel(ClassicalKernel Kernel, TracedConvolution Sums);
}
