using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Pages.Charts;
using static TorchBasics.Lessons.Learning.SumText;

namespace TorchBasics.Lessons.Course;

/// <summary>How the lesson about pooling shows its result.</summary>
/// <param name="result">The result.</param>
/// <param name="texts">What to say.</param>
internal sealed class PoolingView(PoolingLesson.Result result, Texts texts)
{
    private const double Small = 36;

    /// <summary>The parts, from top to bottom.</summary>
    public IEnumerable<Block> Blocks() => [.. Steps(), .. Gradients(), .. Savings(), .. Shifts()];

    private IEnumerable<Block> Steps()
    {
        yield return new Paragraph(texts.Format("steps.text", result.Size, result.Stride, result.Max.GetLength(0)));
        yield return new Frames(
            texts["steps.caption"],
            [
                .. from row in Enumerable.Range(0, result.Max.GetLength(0))
                   from column in Enumerable.Range(0, result.Max.GetLength(1))
                   select (IReadOnlyList<Block>)[Step(row, column), new Formula(Sentences(row, column))],
            ]);
    }

    private Picture Step(int row, int column)
    {
        var (top, left) = (row * result.Stride, column * result.Stride);
        var board = new MatrixBoard()
            .Add((texts["grid"], new MatrixDrawing(result.Grid)
            {
                Size = Small,
                Text = Number,
                IsMarked = (y, x) => y >= top && y < top + result.Size && x >= left && x < left + result.Size,
            }))
            .Add((texts["max"], Answers(result.Max, row, column)))
            .Add((texts["average"], Answers(result.Average, row, column)));
        var caption = texts.Format(
            "step.caption", row + 1, column + 1, Rounded(result.Max[row, column]), Rounded(result.Average[row, column]));
        return new(board.Draw(caption), caption, board.Lines());
    }

    // Those that are known by now.
    private static MatrixDrawing Answers(double[,] answers, int row, int column) => new(Planes.Make(
        answers.GetLength(0), answers.GetLength(1), (y, x) =>
            y < row || (y == row && x <= column) ? answers[y, x] : double.NaN))
    {
        Size = Small,
        Text = value => double.IsNaN(value) ? "" : Rounded(value, 2),
        IsMarked = (y, x) => (y, x) == (row, column),
        Full = answers.Cast<double>().Max(Math.Abs),
    };

    private IReadOnlyList<string> Sentences(int row, int column)
    {
        var window = (
            from y in Enumerable.Range(row * result.Stride, result.Size)
            from x in Enumerable.Range(column * result.Stride, result.Size)
            select result.Grid[y, x]).ToList();
        return
        [
            $"max({string.Join(", ", window.Select(Number))}) = {Number(result.Max[row, column])}",
            $"({Number(window[0])} {string.Join(' ', window.Skip(1).Select(Added))}) / {window.Count} = "
                + Rounded(result.Average[row, column], 4),
        ];
    }

    private IEnumerable<Block> Gradients()
    {
        yield return new Heading(texts["gradient.heading"]);
        yield return new Paragraph(texts["gradient.text"]);
        var board = new MatrixBoard()
            .Add((texts["grid"], new MatrixDrawing(result.Grid)
            {
                Size = Small,
                Text = Number,
                IsMarked = (row, column) => result.MaxGradient[row, column] > 0,
            }))
            .Add((texts["max"], new MatrixDrawing(result.MaxGradient) { Size = Small, Text = Number }))
            .Add((texts["average"], new MatrixDrawing(result.AverageGradient)
            {
                Size = Small,
                Text = value => Rounded(value, 2),
                Full = 1,
            }));
        yield return new Picture(board.Draw(texts["gradient.caption"]), texts["gradient.caption"], board.Lines());
    }

    private IEnumerable<Block> Savings()
    {
        yield return new Heading(texts["saved.heading"]);
        yield return new Paragraph(texts["saved.text"]);
        yield return new DataTable(
            texts["saved.caption"],
            [
                new(texts["layer"], IsText: true), new(texts["shape.with"]), new(texts["weights.with"]), new(texts["work.with"]),
                new(texts["shape.without"]), new(texts["weights.without"]), new(texts["work.without"]),
            ],
            [.. Rows(), Total()]);
    }

    private IEnumerable<IReadOnlyList<Cell>> Rows()
    {
        var without = 0;
        foreach (var (k, layer) in result.With.Layers.Index())
        {
            var isPooling = layer is Pool2d;
            if (layer is Pool2d or Conv2d or Linear)
                yield return
                [
                    isPooling ? texts["pooling"] : layer.Name ?? layer.Kind,
                    .. Facts(result.With, k),
                    .. isPooling ? (IEnumerable<Cell>)["", "", ""] : Facts(result.Without, without),
                ];
            without += isPooling ? 0 : 1;
        }
    }

    private static IEnumerable<Cell> Facts(Architecture network, int layer) =>
    [
        string.Join(" x ", network.Shapes[layer + 1]),
        Thousands(network.Layers[layer].ParameterCount),
        Thousands(network.Layers[layer].MultiplyAdds(network.Shapes[layer])),
    ];

    private static Cell Thousands(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private IReadOnlyList<Cell> Total() =>
    [
        texts["total"],
        "", Thousands(result.With.ParameterCount), Thousands(result.With.MultiplyAdds),
        "", Thousands(result.Without.ParameterCount), Thousands(result.Without.MultiplyAdds),
    ];

    private IEnumerable<Block> Shifts()
    {
        var gallery = new PixelGallery(result.Maps.Count);
        Gather("map", maps => maps.Map);
        Gather("max", maps => maps.Max);
        Gather("average", maps => maps.Average);
        yield return new Heading(texts["shift.heading"]);
        yield return new Paragraph(texts.Format("shift.text", result.Label));
        yield return new Picture(gallery.Draw(texts["shift.caption"]), texts["shift.caption"]);
        yield return new Picture(
            LineChart.Draw(
                texts["chart.caption"],
                new ChartAxis(texts["shift"]) { IsWhole = true },
                new ChartAxis(texts["change"]) { Minimum = 0 },
                Curve("map", change => change.Map),
                Curve("max", change => change.Max),
                Curve("average", change => change.Average)),
            texts["chart.caption"]);
        yield return new DataTable(
            texts["change.caption"],
            [new(texts["shift"], IsText: true), new(texts["map"]), new(texts["max"]), new(texts["average"])],
            [
                .. result.Maps.Zip(result.Changes, (maps, change) => Row($"{maps.Shift}", change)),
                Row(texts.Format("mean", PoolingLesson.Digits), result.Mean),
            ]);

        void Gather(string kind, Func<ShiftedMaps, double[,]> plane)
        {
            var full = result.Maps.Max(maps => plane(maps).Cast<double>().Max());
            gallery.Row(texts[kind]);
            foreach (var maps in result.Maps)
                gallery.Add($"{maps.Shift}", new PixelPicture(plane(maps)) { Full = full });
        }
    }

    private static IReadOnlyList<Cell> Row(string name, MapChange change) =>
        [name, .. new[] { change.Map, change.Max, change.Average }.Select(share => (Cell)PoolingLesson.Percent(share))];

    private Curve Curve(string name, Func<MapChange, double> change) => new(
        texts[name], [.. result.Maps.Zip(result.Changes, (maps, one) => ((double)maps.Shift, 100 * change(one)))]);
}
