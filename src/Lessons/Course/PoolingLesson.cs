using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Lessons.Course;

/// <summary>Maximum and average pooling, step by step; what they save, and how still they hold a picture that moves.</summary>
internal sealed class PoolingLesson() : Lesson<PoolingLesson.Result>("pooling", 17)
{
    /// <summary>Rows, and columns, of the grid.</summary>
    internal const int Size = 4;

    /// <summary>By how many pixels a digit is moved at most.</summary>
    internal const int MostShift = 2;

    /// <summary>Digits that the mean is taken over.</summary>
    internal const int Digits = 20;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new GridParameter("grid", "1,3,2,2;5,4,0,2;7,7,1,6;0,2,8,3", Size, Size, -9, 9),
        new WholeParameter("size", 2, 2, Size),
        new WholeParameter("stride", 2, 1, Size),
        new ChoiceParameter("kernel", ["sobel-x", "sobel-y", "laplacian", "gaussian"]),
        new WholeParameter("digit", 7, 0, 99),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "equal", result => Planes.AreEqual(result.Max, result.Average),
            KeyValuePair.Create("grid", "5,5,2,2;5,5,2,2;7,7,1,1;7,7,1,1")),
        new(
            "still", result => result.Changes[MostShift + 1] is var change && change.Max <= change.Map / 2,
            new("size", "4"), new("stride", "4")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var (grid, size, stride) = (values.Grid("grid"), values.Whole("size"), values.Whole("stride"));
        if (stride > size)
            throw Refuse("stride", stride, size);
        var (max, average) = (new MaxPool2d(size, stride), new AvgPool2d(size, stride));
        var study = new ShiftStudy(ClassicalKernels.Of(values.Text("kernel")), max, average);
        var (digit, label) = ShiftStudy.Digit(values.Whole("digit"));
        IReadOnlyList<ShiftedMaps> maps =
            [.. Enumerable.Range(-MostShift, (2 * MostShift) + 1).Select(shift => study.Maps(digit, shift))];
        var still = maps[MostShift];
        return new(
            grid,
            size,
            stride,
            Pooling.Apply(max, grid),
            Pooling.Apply(average, grid),
            Pooling.Gradient(max, grid),
            Pooling.Gradient(average, grid),
            label,
            maps,
            [.. maps.Select(one => one.ChangeFrom(still))],
            study.MeanOfOnePixel(Digits),
            study.MoveByStride(digit),
            PoolsTwice(still.Map),
            IsConvolution(average, grid, size, stride),
            LeNet5.Architecture,
            WithoutPooling(),
            values.IsDefault("grid", "size", "stride"),
            values.IsDefault("size", "stride", "kernel"));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Max.Cast<double>(),
        .. result.Average.Cast<double>(),
        .. result.MaxGradient.Cast<double>(),
        .. result.AverageGradient.Cast<double>(),
        .. result.Changes.Append(result.Mean).SelectMany(change => (double[])[change.Map, change.Max, change.Average]),
        result.With.ParameterCount, result.With.MultiplyAdds, result.Without.ParameterCount, result.Without.MultiplyAdds,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        if (result.IsGiven)
            yield return new(
                "hand",
                Planes.AreEqual(result.Max, new double[,] { { 5, 2 }, { 7, 8 } })
                    && Planes.AreEqual(result.Average, new[,] { { 3.25, 1.5 }, { 4, 4.5 } }));
        yield return new(
            "winners",
            Planes.AreEqual(result.MaxGradient, Pooling.FirstMaxima(result.Grid, result.Size, result.Stride)),
            result.MaxGradient.Cast<double>().Sum());
        yield return new("mean", result.IsConvolution, result.Size);
        yield return new("twice", result.PoolsTwice);
        // Weights: 16 * 24 * 24 or 16 * 5 * 5 inputs to 120 units; products of the second convolution: 24 * 24 or 10 * 10 places.
        yield return new(
            "saved",
            result.With.ParameterCount == 61_706 && result.With.MultiplyAdds == 416_520
                && result.Without.ParameterCount == 61_706 + (120 * 16 * ((24 * 24) - (5 * 5)))
                && result.Without.MultiplyAdds == 416_520 + (16 * 150 * ((24 * 24) - 100)) + (120 * 16 * ((24 * 24) - (5 * 5))),
            result.With.ParameterCount, result.Without.ParameterCount, result.With.MultiplyAdds, result.Without.MultiplyAdds);
        yield return new("moves", result.Moved is { Compared: > 0, Different: 0 }, result.Stride, result.Moved.Compared);
        if (result.HasGivenWindow)
            yield return new(
                "still",
                result.Mean.Max < result.Mean.Map && result.Mean.Average < result.Mean.Map,
                Digits, Percent(result.Mean.Map), Percent(result.Mean.Max), Percent(result.Mean.Average));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts) => new PoolingView(result, texts).Blocks();

    /// <summary>A share in per cent.</summary>
    internal static string Percent(double share) => $"{SumText.Rounded(100 * share, 1)} %";

    private static bool PoolsTwice(double[,] map)
    {
        var (max, average) = (new MaxPool2d(2, 2), new AvgPool2d(2, 2));
        return Planes.AreEqual(Pooling.Apply(max, Pooling.Apply(max, map)), Pooling.Apply(new MaxPool2d(4, 4), map))
            && Planes.AreEqual(Pooling.Apply(average, Pooling.Apply(average, map)), Pooling.Apply(new AvgPool2d(4, 4), map));
    }

    private static bool IsConvolution(AvgPool2d average, double[,] grid, int size, int stride)
    {
        var sums = Convolution.Apply(grid, Planes.Make(size, size, (_, _) => 1), default, stride);
        return Planes.AreEqual(Planes.Map(sums, sum => sum / (size * size)), Pooling.Apply(average, grid));
    }

    // LeNet-5 with the poolings taken out: its first fully connected layer has to grow.
    private static Architecture WithoutPooling()
    {
        var layers = new List<Layer>();
        foreach (var layer in LeNet5.Architecture.Layers.Where(layer => layer is not Pool2d))
            layers.Add(layer is Linear { Name: "fc1" } linear ? new Linear(linear.Name, Outputs(layers), linear.Outputs) : layer);
        return new("lenet5-without-pooling", [1, 28, 28], layers);

        static int Outputs(IEnumerable<Layer> front) => (int)new Architecture("front", [1, 28, 28], [.. front]).Output.Elements;
    }

    /// <summary>What the experiment returns.</summary>
    /// <param name="Grid">The numbers that are pooled.</param>
    /// <param name="Size">Rows, and columns, of the window.</param>
    /// <param name="Stride">Its step.</param>
    /// <param name="Max">The grid after maximum pooling.</param>
    /// <param name="Average">The grid after average pooling.</param>
    /// <param name="MaxGradient">How much each number of the grid matters to the first.</param>
    /// <param name="AverageGradient">How much to the second.</param>
    /// <param name="Label">The digit that is moved.</param>
    /// <param name="Maps">Its feature maps, for each shift.</param>
    /// <param name="Changes">How far each is from the one without a shift.</param>
    /// <param name="Mean">The mean over several digits, for one pixel.</param>
    /// <param name="Moved">What a shift by the stride does.</param>
    /// <param name="PoolsTwice">Whether 2x2 twice is 4x4 once.</param>
    /// <param name="IsConvolution">Whether average pooling is a convolution with equal weights.</param>
    /// <param name="With">LeNet-5.</param>
    /// <param name="Without">LeNet-5 without pooling.</param>
    /// <param name="IsGiven">Whether the grid is the one of the beginning, and its windows, too.</param>
    /// <param name="HasGivenWindow">Whether window and kernel are those of the beginning.</param>
    internal sealed record Result(
        double[,] Grid, int Size, int Stride, double[,] Max, double[,] Average, double[,] MaxGradient, double[,] AverageGradient,
        int Label, IReadOnlyList<ShiftedMaps> Maps, IReadOnlyList<MapChange> Changes, MapChange Mean,
        (int Compared, int Different) Moved, bool PoolsTwice, bool IsConvolution, Architecture With, Architecture Without,
        bool IsGiven, bool HasGivenWindow);
}
