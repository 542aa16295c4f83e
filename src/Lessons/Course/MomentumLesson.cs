using TorchBasics.Core.Recipes;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Pages.Charts;
using TorchBasics.Reference.Numbers;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>Gradient descent stops on a plateau; a ball with momentum rolls on, and stays in a deep valley.</summary>
internal sealed class MomentumLesson() : Lesson<MomentumLesson.Result>("momentum", 11, 12)
{
    private const int SwingSteps = 60;
    private const int RoundingSteps = 32;
    private const double Standstill = 0.05;
    private const double SwingRate = 0.0625; // the root is 1/4, and critical damping at (1 - 1/4)^2 a fraction
    private const int MostFrames = 25;

    private static readonly OptimizerKind[] Kinds =
        [OptimizerKind.Sgd, OptimizerKind.Momentum, OptimizerKind.Nesterov, OptimizerKind.Adam];

    private static readonly double[] SwingMomenta = [0.25, 0.5625, 0.875];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("optimizers", ["all", "sgd", "momentum", "nesterov", "adam"]),
        new NumberParameter("rate", 0.05, 0.005, 0.3, 0.005),
        new NumberParameter("momentum", 0.9, 0, 0.95, 0.05),
        new NumberParameter("start", 0, -1, 10, 0.1),
        new WholeParameter("steps", 200, 20, 400),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("smallest", result => result.IsSmallest, [new("momentum", "0.85")]),
        new(
            "start",
            result => result.Walk(OptimizerKind.Sgd) is { Region: Region.Deep } walk && walk.Places[0].X.Value < 7.5,
            [new("start", "7.4")]),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var (rate, momentum, start, steps) =
            (values.Number("rate"), values.Number("momentum"), values.Number("start"), values.Whole("steps"));
        var own = new MomentumOscillator(rate, momentum);
        var walks = Kinds.Select(kind => LandscapeWalk.Of(kind, rate, momentum, start, steps)).ToList();
        // 0.85, not 0.9 - 0.05, which is another double.
        var less = Math.Round((momentum - 0.05) * 100) / 100;
        var isSmallest = walks[1].Passes && momentum >= 0.05 && values.IsDefault("rate", "start", "steps")
            && Math.Round(momentum * 20) / 20 == momentum
            && !LandscapeWalk.Of(OptimizerKind.Momentum, rate, less, start, steps).Passes;
        return new(
            walks,
            [.. Kinds.Where(kind => values.Text("optimizers") is var shown && (shown == "all" || shown == RecipeWords.Of(kind)))],
            [.. SwingMomenta.Select(one => new MomentumOscillator(SwingRate, one)).Append(own).Select(swing =>
                new Swing(swing, [.. swing.Walk<Float64>(SwingSteps).Select(place => place.X.Value)]))],
            SwingMomenta.All(one => new MomentumOscillator(SwingRate, one).IsExact(SwingSteps)),
            own.Rounding(RoundingSteps),
            isSmallest,
            values.IsDefault("rate", "momentum", "start", "steps"));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Walks.SelectMany(walk => walk.Places).SelectMany(place =>
            (double[])[place.X.Value, place.Slope.Value, place.Velocity.Value]),
        .. result.Swings.SelectMany(swing => swing.Places.Append(swing.Motion.Discriminant.Value)),
        result.Rounding.Bound, result.Rounding.Share,
        Landscape.Shallow, Landscape.Ridge, Landscape.Deep, Landscape.LargestCurvature,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var (descent, ball) = (result.Walk(OptimizerKind.Sgd), result.Walk(OptimizerKind.Momentum));
        if (result.AreWalksDefault)
        {
            var (nesterov, adam) = (result.Walk(OptimizerKind.Nesterov), result.Walk(OptimizerKind.Adam));
            var slope = Math.Abs(descent.Places[^1].Slope.Value);
            yield return new(
                "stuck", descent is { Region: Region.Plateau, Passes: false } && slope < Standstill,
                descent.Places.Count - 1, Number(descent.End), Number(slope));
            yield return new(
                "passes", ball.Region == Region.Deep && Math.Abs(ball.End - Landscape.Deep) < Standstill,
                Number(ball.End), Number(Landscape.Height(ball.End)));
            yield return new(
                "beside", nesterov.Region == Region.Shallow && adam.Region == Region.Plateau, Number(nesterov.End),
                Number(adam.End));
        }

        if (ball.MustLoseEnergy)
            yield return new(
                "energy", ball.LosesEnergy, Number(ball.Energy(0)), Number(ball.Energy(ball.Places.Count - 1)),
                Number(ball.Rate * Landscape.LargestCurvature), Number(2 * (1 - ball.Momentum)));
        if (result.AreWalksDefault)
            yield return new(
                "trapped", ball.IsTrapped, Number(ball.Energy(ball.Places.Count - 1)), Number(Landscape.Height(Landscape.Ridge)));
        yield return new("exact", result.IsExact, SwingSteps);
        yield return new(
            "rounding", result.Rounding.Share <= 1, Number(ball.Rate), Number(ball.Momentum), Number(result.Rounding.Share * 100),
            Number(result.Rounding.Bound));
        var (over, critical, under) = (result.Swings[0], result.Swings[1], result.Swings[2]);
        yield return new(
            "damping",
            (over.Motion.Damping, critical.Motion.Damping, under.Motion.Damping) is (1, 0, -1)
                && !over.Crosses && !critical.Crosses && under.Crosses
                && Math.Abs(critical.Places[^1]) < Math.Min(Math.Abs(over.Places[^1]), Math.Abs(under.Places[^1])),
            SwingSteps, Number(Math.Abs(over.Places[^1])), Number(Math.Abs(critical.Places[^1])),
            Number(Math.Abs(under.Places[^1])));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var shown = result.Shown.Select(result.Walk).ToList();
        var steps = shown[0].Places.Count - 1;
        yield return new Paragraph(texts["landscape.text"]);
        yield return new Paragraph(texts.Format(
            "legend", string.Join(" · ", result.Shown.Select(kind => $"{Sign(kind)} {Title(kind, texts)}"))));
        yield return new Frames(texts["frames.caption"], [.. Enumerable.Range(0, MostFrames)
            .Select(frame => frame * steps / (MostFrames - 1)).Distinct()
            .Select(step => (IReadOnlyList<Block>)[Picture(shown, step, texts)])]);
        yield return new DataTable(
            texts["table.caption"],
            [
                new(texts["optimizer"], IsText: true), new(texts["end"]), new(texts["slope"]), new(texts["furthest"]),
                new(texts["where"], IsText: true),
            ],
            [.. shown.Select(walk => (IReadOnlyList<Cell>)
            [
                $"{Sign(walk.Kind)} {Title(walk.Kind, texts)}",
                Number(walk.End),
                Number(walk.Places[^1].Slope.Value),
                Number(walk.Furthest),
                texts[$"region.{walk.Region}"],
            ])]);
        yield return Paths(shown, texts);
        yield return new Heading(texts["rule.heading"]);
        yield return new Paragraph(texts["rule.text"]);
        yield return Rule(result.Walk(OptimizerKind.Momentum));
        yield return new Heading(texts["swing.heading"]);
        yield return new Paragraph(texts["swing.text"]);
        yield return Swings(result, texts);
        yield return new DataTable(
            texts["swing.table"],
            [
                new(texts["momentum"], IsText: true), new(texts["rate"]), new("D"), new(texts["damping"], IsText: true),
                new(texts.Format("swing.last", SwingSteps)),
            ],
            [.. result.Swings.Select((swing, index) => (IReadOnlyList<Cell>)
            [
                Momentum(swing, index, texts),
                NumberParameter.Text(swing.Motion.Rate),
                Number(swing.Motion.Discriminant.Value),
                texts[$"damping.{swing.Motion.Damping}"],
                Number(swing.Places[^1]),
            ])]);
    }

    private static Picture Picture(IReadOnlyList<LandscapeWalk> shown, int step, Texts texts)
    {
        var drawing = new CurveDrawing(Landscape.Height, Landscape.Left, Landscape.Right, -2, 4)
            .Name(Landscape.A, "A").Name(Landscape.B, "B").Name(Landscape.C, "C");
        foreach (var walk in shown)
        {
            var (x, slope, velocity) = walk.Places[step];
            drawing.Mark(
                x.Value, Array.IndexOf(Kinds, walk.Kind), texts.Format(
                    "ball.tip", Title(walk.Kind, texts), step, Number(x.Value), Number(slope.Value), Number(velocity.Value)));
        }

        var caption = texts.Format("frame.caption", step, string.Join(
            " · ", shown.Select(walk => $"{Title(walk.Kind, texts)} x = {Number(walk.Places[step].X.Value)}")));
        return new(drawing.Draw(caption), caption, drawing.Lines());
    }

    private static Picture Paths(IReadOnlyList<LandscapeWalk> shown, Texts texts)
    {
        var caption = texts["paths.caption"];
        return new(
            LineChart.Draw(
                caption,
                new(texts["step"]) { IsWhole = true },
                new("x"),
                [.. shown.Select(walk => new Curve(
                    Title(walk.Kind, texts),
                    [.. walk.Places.Index().Where(place => Math.Abs(place.Item.X.Value) < 100)
                        .Select(place => ((double)place.Index, place.Item.X.Value))]))]),
            caption);
    }

    private static Picture Swings(Result result, Texts texts)
    {
        var caption = texts["swing.caption"];
        return new(
            LineChart.Draw(
                caption,
                new(texts["step"]) { IsWhole = true },
                new("x"),
                [.. result.Swings.Select((swing, index) => new Curve(
                    Momentum(swing, index, texts),
                    [.. swing.Places.Index().Select(place => ((double)place.Index, place.Item))]))]),
            caption);
    }

    private static string Momentum(Swing swing, int index, Texts texts) => index < SwingMomenta.Length
        ? NumberParameter.Text(swing.Motion.Momentum)
        : texts.Format("yours", NumberParameter.Text(swing.Motion.Momentum));

    private static Formula Rule(LandscapeWalk ball)
    {
        var (rate, momentum) = (Number(ball.Rate), Number(ball.Momentum));
        var lines = new List<string> { "v' = m v + g,   x' = x - rate · v'" };
        for (var step = 1; step <= 2; step++)
        {
            var (before, after) = (ball.Places[step - 1], ball.Places[step]);
            var (slope, velocity) = (Number(before.Slope.Value), Number(after.Velocity.Value));
            lines.Add($"v{step} = {momentum} · ({Number(before.Velocity.Value)}) + ({slope}) = {velocity}");
            lines.Add($"x{step} = {Number(before.X.Value)} - {rate} · ({velocity}) = {Number(after.X.Value)}");
        }

        return new(lines);
    }

    private static string Title(OptimizerKind kind, Texts texts) => texts[$"choice.optimizers.{RecipeWords.Of(kind)}"];

    private static string Sign(OptimizerKind kind) => "●■▲◆"[Array.IndexOf(Kinds, kind)].ToString();

    /// <summary>What the experiment returns.</summary>
    /// <param name="Walks">The walk of each optimizer.</param>
    /// <param name="Shown">The optimizers that are shown.</param>
    /// <param name="Swings">Motions on the parabola: overdamped, critical, underdamped, and the chosen one.</param>
    /// <param name="IsExact">Whether the first three are their closed form in fractions.</param>
    /// <param name="Rounding">How far the chosen one may be from it in doubles, and the largest share of such a bound.</param>
    /// <param name="IsSmallest">Whether the ball passes the plateau, and does not with 0.05 less.</param>
    /// <param name="AreWalksDefault">Whether the walks are those of the beginning.</param>
    internal sealed record Result(
        IReadOnlyList<LandscapeWalk> Walks, IReadOnlyList<OptimizerKind> Shown, IReadOnlyList<Swing> Swings, bool IsExact,
        (double Bound, double Share) Rounding, bool IsSmallest, bool AreWalksDefault)
    {
        /// <summary>The walk of an optimizer.</summary>
        public LandscapeWalk Walk(OptimizerKind kind) => Walks.First(walk => walk.Kind == kind);
    }

    /// <summary>A motion on the parabola.</summary>
    internal sealed record Swing(MomentumOscillator Motion, IReadOnlyList<double> Places)
    {
        /// <summary>Whether it passes the lowest point.</summary>
        public bool Crosses => Places.Any(x => x < 0);
    }
}
