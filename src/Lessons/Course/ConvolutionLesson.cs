using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Lessons.Course;

/// <summary>A kernel slides over a picture: window by window on a grey one, channel by channel on one in colours.</summary>
/// <remarks>All numbers are whole, so that every sum is exact and every claim an equality.</remarks>
internal sealed class ConvolutionLesson() : Lesson<ConvolutionLesson.Result>("convolution", 14, 15)
{
    /// <summary>Rows, and columns, of the pictures.</summary>
    internal const int Size = 5;

    /// <summary>A picture with a single 1, in its middle.</summary>
    internal static readonly double[,] Dot =
        Planes.Make(Size, Size, (row, column) => row == Size / 2 && column == Size / 2 ? 1 : 0);

    /// <summary>A kernel whose weights tell where they are.</summary>
    internal static readonly double[,] Counted = Planes.Make(3, 3, (row, column) => (3 * row) + column + 1);

    private const int KernelSize = 3;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new GridParameter("kernel", "-1,0,1;0,1,0;1,0,-1", KernelSize, KernelSize, -9, 9),
        new WholeParameter("bias", 0, -9, 9),
        new ChoiceParameter("padding", ["valid", "same"]),
        new WholeParameter("stride", 1, 1, 2),
        new GridParameter("picture", "1,1,1,1,1;0,0,0,1,0;0,0,1,0,0;0,1,0,0,0;1,0,0,0,0", Size, Size, -9, 9),
        new WholeParameter("row", 2, 1, Size),
        new WholeParameter("column", 3, 1, Size),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "copy",
            result => result is { Padding: 0, Stride: 1 } && Planes.AreEqual(result.Grey.Result(), Inside(result.Picture)),
            KeyValuePair.Create("kernel", "0,0,0;0,1,0;0,0,0")),
        new("size", result => result is { Padding: 1, Grey.Rows: 3 }, new("padding", "same"), new("stride", "2")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var (picture, weights) = (Whole(values, "picture"), Whole(values, "kernel"));
        var (stride, padding) = (values.Whole("stride"), values.Text("padding") == "same" ? KernelSize / 2 : 0);
        var kernel = new ConvolutionKernel(values.Whole("bias"), weights);
        return new(
            picture,
            kernel,
            stride,
            padding,
            Convolution.Trace([picture], [kernel], stride, padding),
            Convolution.Trace([picture], [kernel], 1, KernelSize / 2),
            Convolution.Apply(Dot, Counted),
            Convolution.Trace(Flower.Planes, Flower.Kernels, 1, KernelSize / 2),
            values.Whole("row") - 1,
            values.Whole("column") - 1,
            new(
                ConvolutionFacts.Sizes(),
                ConvolutionFacts.Meetings(Size, padding, stride),
                ConvolutionFacts.IsLinear(picture, weights, stride, padding),
                ConvolutionFacts.Shift(picture, weights, stride, padding),
                ConvolutionFacts.IsSumOfChannels(Flower.Planes, Flower.Kernels, KernelSize / 2)),
            values.IsDefault("picture", "kernel", "bias"));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Grey.Result().Cast<double>(),
        .. result.Same.Result().Cast<double>(),
        .. result.Impulse.Cast<double>(),
        .. result.Colour.Result(0).Cast<double>(),
        .. result.Colour.Result(1).Cast<double>(),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var facts = result.Facts;
        var grey = result.Grey;
        var described = grey.Layer.MultiplyAdds([1, Size, Size]);
        var terms = grey.Elements().Sum(element => element.Terms.Count);
        yield return new("size", facts.Sizes.Missed == 0, facts.Sizes.Tried);
        yield return new(
            "work",
            described == grey.Rows * grey.Columns * 9 && terms == facts.Meetings * facts.Meetings,
            grey.Rows * grey.Columns, described, terms, described - terms);
        if (result.IsSeven)
            yield return new(
                "seven", Places(result.Same.Result(), above: 2).SequenceEqual([(2, 2), (3, 1)]), result.Same.Result()[2, 2]);
        yield return new("turned", Planes.AreEqual(result.Impulse, Turned(Counted)));
        yield return new("linear", facts.IsLinear);
        if (facts.Shift.Compared > 0)
            yield return new("shift", facts.Shift.Different == 0, result.Stride, facts.Shift.Compared);
        yield return new("channels", facts.IsSumOfChannels, result.Colour.Layer.ParameterCount);
        yield return new(
            "flower",
            Places(result.Colour.Result(0), above: 0).SequenceEqual([(1, 2)])
                && Places(result.Colour.Result(1), above: 0).SequenceEqual([(3, 1), (3, 2), (3, 3)]),
            result.Colour.Result(0)[1, 2], result.Colour.Result(1)[3, 2]);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts) => new ConvolutionView(result, texts).Blocks();

    private static IEnumerable<(int Row, int Column)> Places(double[,] plane, double above) =>
        from row in Enumerable.Range(0, plane.GetLength(0))
        from column in Enumerable.Range(0, plane.GetLength(1))
        where plane[row, column] > above
        select (row, column);

    private static double[,] Turned(double[,] kernel) => Planes.Make(
        KernelSize, KernelSize, (row, column) => kernel[KernelSize - 1 - row, KernelSize - 1 - column]);

    private static double[,] Inside(double[,] picture) =>
        Planes.Make(Size - 2, Size - 2, (row, column) => picture[row + 1, column + 1]);

    private double[,] Whole(ParameterValues values, string name)
    {
        var grid = values.Grid(name);
        foreach (var value in grid)
            if (value != Math.Floor(value))
                throw Refuse("whole", name, SumText.Number(value));
        return grid;
    }

    /// <summary>What the experiment returns.</summary>
    /// <param name="Picture">The grey picture.</param>
    /// <param name="Kernel">The kernel for it.</param>
    /// <param name="Stride">Step of the window.</param>
    /// <param name="Padding">Zeros on each side.</param>
    /// <param name="Grey">The convolution with these.</param>
    /// <param name="Same">The one with stride 1 that keeps the size.</param>
    /// <param name="Impulse">What a kernel makes of a single 1.</param>
    /// <param name="Colour">Two kernels over the picture in colours.</param>
    /// <param name="Row">The row of its result that is looked at.</param>
    /// <param name="Column">The column.</param>
    /// <param name="Facts">What was tried.</param>
    /// <param name="IsSeven">Whether picture and kernel are those of the beginning.</param>
    internal sealed record Result(
        double[,] Picture, ConvolutionKernel Kernel, int Stride, int Padding, TracedConvolution Grey, TracedConvolution Same,
        double[,] Impulse, TracedConvolution Colour, int Row, int Column, Facts Facts, bool IsSeven);

    /// <summary>What was tried; see <see cref="ConvolutionFacts"/>.</summary>
    internal sealed record Facts(
        (int Tried, int Missed) Sizes, int Meetings, bool IsLinear, (int Compared, int Different) Shift, bool IsSumOfChannels);
}
