using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Pages.Charts;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>1 to 16 hidden layers on the same digits: what depth costs, and where more of it stops paying.</summary>
internal sealed class DepthLesson() : Lesson<DepthLesson.Result>("depth", 1, 13)
{
    private const double Chance = 2.302585092994046; // ln 10: the loss of an answer that gives all ten digits the same chance

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("activation", ["tanh", "relu", "sigmoid"]),
        new ChoiceParameter("initialization", ["default", "scaled"]),
        new WholeParameter("width", 12, 4, 16),
        new NumberParameter("rate", 0.05, 0.005, 0.5, 0.005),
        new WholeParameter("epochs", 20, 1, 30),
        new SeedParameter(1),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("rescue", result => result.Runs.First(run => run.Depth == 8).HoldOut >= 0.3, [new("initialization", "scaled")]),
        new(
            "vanish",
            result => result.Deepest.Start.Gradients[^1] > 1e9 * result.Deepest.Start.Gradients[0],
            [new("activation", "sigmoid")]),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var study = new DepthStudy(
            values.Text("activation"), values.Text("initialization") == "scaled", values.Whole("width"), values.Whole("epochs"),
            values.Number("rate"), values.Seed());
        return new(
            study, study.Run(context.Report), values.IsDefault("activation", "initialization", "width", "rate", "epochs"));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) => result.Runs.SelectMany(run => (IEnumerable<double>)
    [
        run.Parameters, .. run.Losses, run.Training, run.HoldOut,
        .. run.Start.Gradients, .. run.Start.Signals, run.Start.Idle,
        .. run.End.Gradients, .. run.End.Signals, run.End.Idle, run.End.Loss,
    ]);

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var (best, deepest, width) = (result.Best, result.Deepest, result.Study.Width);
        yield return new(
            "parameters",
            result.Runs.All(run => run.Parameters
                == (50 * width) + ((run.Depth - 1) * ((width * width) + width)) + (10 * (width + 1))),
            width, deepest.Parameters);
        yield return new(
            "bounded", result.Runs.All(run => run.Start.IsBounded && run.End.IsBounded), Number(result.Study.LargestSlope));
        if (!result.IsUsual)
            yield break;
        yield return new(
            "best", best.Depth < deepest.Depth && best.HoldOut >= deepest.HoldOut + 0.2,
            best.Depth, Percent(best.HoldOut), deepest.Depth, Percent(deepest.HoldOut));
        yield return new(
            "kept", Math.Abs(deepest.Start.Kept * Math.Sqrt(3) - 1) <= 0.2, deepest.Depth, Number(deepest.Start.Kept));
        yield return new(
            "vanish", deepest.Start.Gradients[^1] >= 1000 * deepest.Start.Gradients[0],
            deepest.Depth, Number(deepest.Start.Gradients[0]), Number(deepest.Start.Gradients[^1]));
        yield return new(
            "plateau", deepest.End.Loss >= 0.95 * Chance, deepest.Depth, Number(deepest.End.Loss), Number(best.End.Loss));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        yield return new Paragraph(texts.Format("sweep.text", result.Study.Width, result.Study.Epochs));
        yield return new DataTable(
            texts["sweep.caption"],
            [
                new(texts["depth"]), new(texts["weights"]), new(texts["training"]), new(texts["holdout"]), new(texts["loss"]),
                new(texts["idle.start"]), new(texts["idle.end"]),
            ],
            [.. result.Runs.Select(run => (IReadOnlyList<Cell>)
            [
                $"{run.Depth}",
                $"{run.Parameters}",
                Percent(run.Training),
                run.Depth == result.Best.Depth ? new Cell($"{Percent(run.HoldOut)} ✓", CellMark.Right) : Percent(run.HoldOut),
                double.IsFinite(run.End.Loss) ? Number(run.End.Loss) : texts["diverged"],
                Percent(run.Start.Idle),
                Percent(run.End.Idle),
            ])]);
        yield return new Beside(Accuracy(result, texts), Losses(result, texts));
        yield return new Heading(texts["gradients.heading"]);
        yield return new Paragraph(texts["gradients.text"]);
        yield return new Beside(
            Gradients(result, run => run.Start, texts["gradients.start"], texts),
            Gradients(result, run => run.End, texts["gradients.end"], texts));
    }

    private static Picture Accuracy(Result result, Texts texts)
    {
        var caption = texts.Format("accuracy.caption", result.Best.Depth, Percent(result.Best.HoldOut));
        return new(
            LineChart.Draw(
                caption,
                new(texts["depth"]) { IsWhole = true, Minimum = 0, Maximum = 17 },
                new("%") { Minimum = 0, Maximum = 105 },
                new Curve(texts["training"], [.. result.Runs.Select(run => ((double)run.Depth, 100 * run.Training))]),
                new Curve(texts["holdout"], [.. result.Runs.Select(run => ((double)run.Depth, 100 * run.HoldOut))])),
            caption,
            [.. result.Runs.Select(run =>
                $"{run.Depth,2} {new string('#', (int)Math.Round(run.HoldOut * 40))} {Percent(run.HoldOut)}")]);
    }

    private static Picture Losses(Result result, Texts texts)
    {
        var caption = texts["losses.caption"];
        return new(
            LineChart.Draw(
                caption,
                new(texts["epoch"]) { IsWhole = true },
                new(texts["loss"]) { Minimum = 0, Maximum = 3 },
                [.. result.Runs.Select(run => new Curve(
                    $"{run.Depth}",
                    [.. run.Losses.Index().Where(point => point.Item <= 3)
                        .Select(point => ((double)point.Index, point.Item))]))]),
            caption);
    }

    private static Picture Gradients(Result result, Func<DepthRun, DepthProbe> when, string caption, Texts texts) => new(
        LineChart.Draw(
            caption,
            new(texts["layer"]) { IsWhole = true },
            new(texts["gradient"]) { IsLogarithmic = true },
            [.. result.Runs.Select(run => new Curve(
                $"{run.Depth}",
                [.. when(run).Gradients.Index().Where(point => point.Item > 0)
                    .Select(point => ((double)point.Index + 1, point.Item))]))]),
        caption,
        [.. result.Runs.Select(run => $"{run.Depth,2}: {string.Join(' ', when(run).Gradients.Select(Number))}")]);

    private static string Percent(double share) => $"{Number(Math.Round(share * 1000) / 10)} %";

    /// <summary>What the experiment returns.</summary>
    /// <param name="Study">What was done.</param>
    /// <param name="Runs">What came out, from the shallowest to the deepest.</param>
    /// <param name="IsUsual">Whether all is as at the beginning, but for the seed.</param>
    internal sealed record Result(DepthStudy Study, IReadOnlyList<DepthRun> Runs, bool IsUsual)
    {
        /// <summary>The depth that answers most of the unseen digits; the smallest where several do.</summary>
        public DepthRun Best => Runs.MaxBy(run => run.HoldOut)!;

        /// <summary>The deepest network.</summary>
        public DepthRun Deepest => Runs[^1];
    }
}
