using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Pages.Charts;
using TorchBasics.Reference.Numbers;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>Gradient descent with a learning rate that is too small, right or too large, on a curve and on digits.</summary>
internal sealed class StepSizeLesson() : Lesson<StepSizeLesson.Result>("step-size", 10)
{
    private const int Steps = 30;
    private const int SwingSteps = 400;
    private const double Arrived = 0.01;
    private const double Reach = 4;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("curve", ["parabola", "flat"]),
        new NumberParameter("rate", 1.8, 0.01, 8, 0.01),
        new NumberParameter("start", 2.5, -Reach, Reach),
        new NumberParameter("curvature", 1, 0.25, 4, 0.25),
        new SeedParameter(1),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "once",
            result => result is { Valley: { IsFlat: false, Curvature: 2 }, Own.Seen: Motion.Arrives },
            new("curvature", "2"), new("rate", "0.5")),
        new(
            "flat",
            result => result.Valley is { IsFlat: true, Curvature: 1 } && Math.Abs(result.Own.Places[0]) >= 2.5
                && result.Own.Arrival(Arrived) <= 15 && Math.Abs(result.Own.Places[^1]) <= Arrived,
            new("curve", "flat"), new("rate", "1.45")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var (start, rate) = (values.Number("start"), values.Number("rate"));
        if (start == 0)
            throw Refuse("lowest");
        var valley = new Valley(values.Text("curve") == "flat", values.Number("curvature"));
        double[] shares = valley.IsFlat ? [0.1, 1, 3] : [0.1, 0.8, 2.1];
        return new(
            valley,
            [.. shares.Select(share => valley.Descend(share / valley.Curvature, start, Steps))],
            valley.Descend(rate, start, Steps),
            valley.Descend(3 / valley.Curvature, start, SwingSteps).Places[^1],
            !valley.IsFlat && valley.IsExact(rate, start, Steps),
            valley.IsFlat ? default : valley.Descend(rate, start, Steps).Rounding(),
            RateStudy.Run(values.Seed(), context.Report));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Given.Append(result.Own).SelectMany(walk => walk.Places),
        result.Swing, result.Rounding.Bound, result.Rounding.Share,
        result.Digits.Safe, result.Digits.Found,
        .. result.Digits.Search.SelectMany(step => (double[])[step.Rate, step.Loss]),
        .. result.Digits.Runs.Append(result.Digits.WithFound).SelectMany(run => run.Losses.Concat(run.Squares)),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var (valley, own, digits) = (result.Valley, result.Own, result.Digits);
        if (valley.IsFlat)
        {
            yield return new(
                "far",
                result.Given.Append(own).All(KeepsBound), Number(own.Rate),
                Math.Max(0, Math.Ceiling((Fourth(own.Places[0]) - 1) / (4 * own.Rate * valley.Curvature))));
            var expected = valley.Swing(3 / valley.Curvature);
            yield return new(
                "swing", Math.Abs(Math.Abs(result.Swing) - expected) <= 1e-12, Number(3 / valley.Curvature), Number(expected),
                SwingSteps);
        }
        else
        {
            yield return new("exact", result.IsExact, Number(own.Rate), Number(valley.Curvature), Steps);
            yield return new(
                "rounding", result.Rounding.Share <= 1, Number(result.Rounding.Share * 100), Number(result.Rounding.Bound));
            yield return new(
                "motion", result.Given.Append(own).All(walk => walk.Seen == walk.Predicted), Number(2 / valley.Curvature));
        }

        var safe = digits.Runs.First(run => run.Rate == digits.Safe);
        yield return new(
            "safe",
            safe.Losses.Skip(1).Zip(safe.Losses, safe.Squares).All(step =>
                step.First <= step.Second - (digits.Safe / 2 * step.Third) + 1e-12),
            Number(digits.Safe), safe.Losses.Count - 1);
        yield return new(
            "digits",
            digits.TooSmall.Last > 0.9 * digits.TooSmall.Losses[0] && digits.Best.Last < 0.5 * digits.TooSmall.Losses[0]
                && !(digits.TooLarge.Mean < digits.TooLarge.Losses[0]),
            digits.Best.Losses.Count - 1, Number(digits.TooSmall.Losses[0]), Number(digits.TooSmall.Rate),
            Number(digits.TooSmall.Last), Number(digits.Best.Rate), Number(digits.Best.Last), Number(digits.TooLarge.Rate),
            Number(digits.TooLarge.Mean));
        var better = digits.Runs.Count(run => run.Mean < digits.WithFound.Mean);
        yield return new("found", better <= 2, Number(digits.Found), Number(digits.WithFound.Mean), better, digits.Runs.Count);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var (valley, own) = (result.Valley, result.Own);
        var formula = valley.IsFlat ? "f(x) = c x² / (2 (1 + x²))" : "f(x) = c x² / 2";
        var slope = valley.IsFlat ? "f'(x) = c x / (1 + x²)²" : "f'(x) = c x";
        yield return new Paragraph(texts[valley.IsFlat ? "flat.text" : "parabola.text"]);
        yield return new Formula(
            $"{formula},  {slope},  c = {Number(valley.Curvature)}",
            "x' = x - rate · f'(x)",
            $"x' = {Number(own.Places[0])} - {Number(own.Rate)} · {Slope(own, 0)} = {Number(own.Places[1])}");
        yield return new Beside([.. result.Given.Index().Select(entry => (Block)Picture(
            entry.Item, Steps, Caption(entry.Item, entry.Index, texts), texts))]);
        yield return new Heading(texts["own.heading"]);
        yield return new Paragraph(texts.Format(
            "own.text", Number(own.Rate), Number(own.Rate * valley.Curvature), End(own, texts)));
        yield return new Frames(texts["own.caption"], [.. Enumerable.Range(0, Steps + 1)
            .Where(step => step <= 12 || step % 3 == 0)
            .Select(step => (IReadOnlyList<Block>)[Picture(own, step, FrameCaption(own, step, texts), texts)])]);
        yield return new Heading(texts["digits.heading"]);
        yield return new Paragraph(texts.Format("digits.text", Number(result.Digits.Safe)));
        yield return Curves(result.Digits, texts);
        yield return new Paragraph(texts["finder.text"]);
        yield return Finder(result.Digits, texts);
    }

    // The tangent of x^4 limits what a step can do.
    private static bool KeepsBound(ValleyWalk walk) => walk.Places.Index().All(place => Fourth(place.Item)
        >= (Fourth(walk.Places[0]) - (4 * walk.Rate * walk.Valley.Curvature * place.Index)) * (1 - 1e-12));

    private static double Fourth(double x) => x * x * (x * x);

    private static string Slope(ValleyWalk walk, int step) =>
        Number(walk.Valley.Slope<Float64>(new(walk.Places[step])).Value);

    private static string Caption(ValleyWalk walk, int kind, Texts texts) => texts.Format(
        "walk.caption", texts[$"walk.{kind}"], Number(walk.Rate), End(walk, texts));

    private static string End(ValleyWalk walk, Texts texts) => walk.Arrival(Arrived) is { } step
        ? texts.Format(Math.Abs(walk.Places[^1]) <= Arrived ? "end.arrived" : "end.passed", step)
        : texts.Format("end.at", Steps, Number(walk.Places[^1]));

    private static string FrameCaption(ValleyWalk walk, int step, Texts texts)
    {
        var x = walk.Places[step];
        return texts.Format(
            Math.Abs(x) > Reach ? "frame.outside" : "frame.caption", step, Number(x), Number(walk.Valley.Height(x)));
    }

    private static Picture Picture(ValleyWalk walk, int steps, string caption, Texts texts)
    {
        var valley = walk.Valley;
        var top = valley.Height(Reach);
        var drawing = new CurveDrawing(valley.Height, -Reach, Reach, 0, top);
        drawing.Way(walk.Places.Take(steps + 1), "curve");
        foreach (var (step, x) in walk.Places.Take(steps + 1).Index())
            drawing.Mark(
                x, step == steps ? 1 : 0,
                texts.Format("walk.tip", step, Number(x), Slope(walk, step)),
                step == steps ? 6 : 4);
        return new(drawing.Draw(caption), caption, drawing.Lines());
    }

    private static Picture Curves(RateStudyResult digits, Texts texts)
    {
        RateRun[] runs = [digits.TooSmall, digits.Best, digits.TooLarge];
        var caption = texts.Format("curves.caption", Number(digits.Best.Rate), Number(digits.Best.Last));
        return new(
            LineChart.Draw(
                caption,
                new(texts["steps"]) { IsWhole = true },
                new(texts["loss"]) { IsLogarithmic = true },
                [.. runs.Select(run => new Curve(
                    Number(run.Rate),
                    [.. run.Losses.Index().Where(point => point.Item > 0).Select(point =>
                        ((double)point.Index, point.Item))]))]),
            caption,
            [.. runs.Select(run => $"{texts["rate"]} {Number(run.Rate)}: "
                + string.Join(", ", run.Losses.Where((_, step) => step % 4 == 0).Select(Number)))]);
    }

    private static Picture Finder(RateStudyResult digits, Texts texts)
    {
        var caption = texts.Format("finder.caption", Number(digits.Found), Number(digits.WithFound.Mean));
        return new(
            LineChart.Draw(
                caption,
                new(texts["rate"]) { IsLogarithmic = true },
                new(texts["loss"]) { IsLogarithmic = true },
                new Curve(texts["finder.search"], [.. digits.Search.Where(step => step.Loss > 0)]),
                new Curve(
                    texts["finder.runs"],
                    [.. digits.Runs.Where(run => run.Mean > 0).Select(run => (run.Rate, run.Mean))])),
            caption,
            [.. digits.Runs.Select(run => $"{texts["rate"]} {Number(run.Rate)}: {Number(run.Mean)}")]);
    }

    /// <summary>What the experiment returns.</summary>
    /// <param name="Valley">The curve.</param>
    /// <param name="Given">Walks with a rate that is too small, right, and too large.</param>
    /// <param name="Own">The walk with the chosen rate.</param>
    /// <param name="Swing">Where the largest of the rates for the flat curve is after many steps.</param>
    /// <param name="IsExact">Whether the own walk on a parabola is the closed form in fractions.</param>
    /// <param name="Rounding">How far doubles may be from it at the end, and the largest used share of such a bound.</param>
    /// <param name="Digits">The rates on digits.</param>
    internal sealed record Result(
        Valley Valley, IReadOnlyList<ValleyWalk> Given, ValleyWalk Own, double Swing, bool IsExact,
        (double Bound, double Share) Rounding, RateStudyResult Digits);
}
