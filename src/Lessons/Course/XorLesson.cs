using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>XOR by a hidden unit: two thresholds, the lift into space, and a network that finds its own hidden units.</summary>
/// <remarks>Sources: Minsky and Papert 1969; Rumelhart, Hinton, Williams 1986.</remarks>
internal sealed class XorLesson() : Lesson<XorLesson.Result>("xor", 6, 7)
{
    private const int TurnSteps = 24, MostPasses = 2000;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new NumberParameter("t1", 1.5, -1, 3),
        new NumberParameter("t2", 0.5, -1, 3),
        new WholeParameter("angle", 35, 0, 359),
        new WholeParameter("hidden", 2, 2, 8),
        new WholeParameter("steps", 200, 0, 1000),
        new NumberParameter("rate", 0.05, 0.001, 1, 0.001),
        new SeedParameter(7),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("edge", result => Math.Abs(new SpaceDrawing(result.Angle).Facing(1, 1, -2)) < 0.005, [new("angle", "180")]),
        new(
            "stuck", result => result is { Last.Output.Count: 3, Steps: >= 1000, Rate: 0.05, Mistakes: > 0 },
            new("steps", "1000"), new("seed", "4")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var (t1, t2) = (values.Number("t1"), values.Number("t2"));
        var thresholds = new ReferenceNetwork(
            ThresholdNetwork.Xor.Architecture,
            [
                [Tensor<Float64>.From([1, 2], [1, 1]), Tensor<Float64>.From([1], [-t1])],
                [Tensor<Float64>.From([1, 3], [1, 1, -2]), Tensor<Float64>.From([1], [-t2])],
                [],
            ],
            new ReferenceOptimizer(OptimizerKind.Sgd, 0));
        var steps = values.Whole("steps");
        return new(
            t1, t2,
            [.. TruthTable.Rows("xor").Select(row => Ask(thresholds, row))],
            values.Whole("angle"), steps, values.Number("rate"),
            XorTraining.Run(
                XorTraining.Describe(values.Whole("hidden")), values.Seed(), values.Number("rate"), steps,
                [.. new[] { 0, steps / 16, steps / 8, steps / 4, steps / 2, steps }.Distinct()], context.Report),
            values.IsDefault("seed") ? Catalogue(values.Seed()) : null,
            values.IsDefault("t1", "t2"), values.IsDefault("hidden", "steps", "rate", "seed"));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        result.Angle,
        .. result.Rows.SelectMany(row => (double[])[row.X1, row.X2, row.HiddenSum, row.Hidden, row.Sum, row.Answer]),
        .. result.Network.Stops.SelectMany(stop => stop.Hidden.SelectMany(values => values).Concat(stop.Outputs)),
        .. result.Network.Losses,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        if (result.HasNoteThresholds)
        {
            yield return new("table", result.Rows.All(row => row.Answer == row.Target) && result.IsCatalogue);
            double[] expected = [-0.5, 0.5, 0.5, -0.5];
            yield return new("plane", result.Rows.Select(row => row.Sum).SequenceEqual(expected), Number(0.5 / Math.Sqrt(6)));
        }

        yield return new(
            "no-line",
            LineCertificate.Find(TruthTable.Rows("xor")) is { } proof
            && LineCertificate.Sum(TruthTable.Rows("xor"), proof.Factors) == (0, 0, 0));
        if (result.HasStartNetwork)
        {
            yield return new(
                "learnt", result.Mistakes == 0 && result.Last.Classifier.Loss < result.Network.Losses[0],
                result.Steps, Number(result.Network.Losses[0]), Number(result.Last.Classifier.Loss));
            var (onHidden, onInputs) = (Rule(result.Last), PerceptronRule.Learn(TruthTable.Rows("xor"), default, 1, MostPasses));
            yield return new(
                "unfolded", onHidden.HasLearnt && onInputs.CycleStart is not null, onHidden.Updates.Count);
        }

        if (result.Catalogue is { } catalogue)
            yield return new(
                "catalogue", catalogue.Answers.SequenceEqual([0, 1, 1, 0]),
                XorMlp.Recipe.Epochs, Number(catalogue.Classifier.Loss));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        yield return new Heading(texts["thresholds.heading"]);
        yield return new Formula(
            $"h = step(x1 + x2 {Minus(result.T1)})",
            $"y = step(x1 + x2 - 2h {Minus(result.T2)})");
        yield return new DataTable(
            texts["table.caption"],
            [new("x1, x2", IsText: true), new("h"), new("y"), new(texts["target"])],
            [.. result.Rows.Select(row => (IReadOnlyList<Cell>)
            [
                $"{row.X1}, {row.X2}",
                $"step({Number(row.HiddenSum)}) = {row.Hidden}",
                new($"step({Number(row.Sum)}) = {row.Answer}", row.Answer == row.Target ? CellMark.Right : CellMark.Wrong),
                $"{row.Target} {(row.Answer == row.Target ? "✓" : "✗")}",
            ])]);
        yield return new Heading(texts["lift.heading"]);
        yield return new Paragraph(texts.Format("lift.text", Number(result.T2)));
        yield return Space(result, result.Angle, texts);
        yield return new Frames(texts["turn.caption"], [.. Enumerable.Range(0, TurnSteps).Select(k =>
            (IReadOnlyList<Block>)[Space(result, 360 / TurnSteps * k, texts) with { Lines = [] }])]);
        yield return new Heading(texts["learn.heading"]);
        yield return new Paragraph(texts.Format(
            double.IsFinite(result.Last.Classifier.Loss) ? "learn.text" : "learn.diverged",
            result.Last.Hidden[0].Length, result.Steps, Number(result.Network.Stops[0].Classifier.Loss),
            Number(result.Last.Classifier.Loss), result.Mistakes));
        yield return new Beside(
            HiddenSpace(result, result.Network.Stops[0], texts),
            HiddenSpace(result, result.Last, texts));
        yield return new DataTable(
            texts["hidden.caption"],
            [
                new("x1, x2", IsText: true),
                .. Enumerable.Range(1, result.Last.Hidden[0].Length).Select(k => new Pages.Column($"h{k}")),
                new("y"), new(texts["target"]),
            ],
            [.. result.Rows.Select((row, k) => (IReadOnlyList<Cell>)
            [
                $"{row.X1}, {row.X2}", .. result.Last.Hidden[k].Select(value => (Cell)Number(value)),
                new($"{result.Last.Answers[k]}", result.Last.Answers[k] == row.Target ? CellMark.Right : CellMark.Wrong),
                $"{row.Target} {(result.Last.Answers[k] == row.Target ? "✓" : "✗")}",
            ])]);
        yield return new Frames(
            texts["frames.caption"],
            [.. result.Network.Stops.Select(stop => (IReadOnlyList<Block>)[Inputs(result, stop, texts)])]);
    }

    private static Picture Space(Result result, int angle, Texts texts)
    {
        var caption = texts.Format("space.caption", angle);
        var (above, below) = (texts["above"], texts["below"]);
        var sides = result.Rows.Select(row =>
            $"({row.X1}, {row.X2}, {row.Hidden}): {(row.Sum > 0 ? below : above)}, y = {row.Answer}").ToList();
        var svg = new SpaceDrawing(angle).Draw(
            $"{caption} {string.Join("; ", sides)}",
            [.. result.Rows.Select(row => new SpacePoint(row.X1, row.X2, row.Hidden, row.Target))],
            1, 1, -2, -result.T2, ("x1", "x2", "h"),
            point => texts.Format("space.tip", point.X, point.Y, point.Z, point.Class));
        return new(
            svg, caption,
            [.. sides]);
    }

    // The four rows where two hidden units put them; with two units in all, the output's line as well.
    private static Picture HiddenSpace(Result result, XorStop stop, Texts texts)
    {
        var (first, second) = result.Last.Leading();
        var caption = texts.Format("hidden-space.caption", stop.Step, first + 1, second + 1);
        var plane = new PlaneDrawing(-1.15, 1.15, -1.15, 1.15) { NameX = $"h{first + 1}", NameY = $"h{second + 1}" };
        if (stop.Output.Count == 3)
            plane.Regions((x, y) => (stop.Output[0] * x) + (stop.Output[1] * y) + stop.Output[2] > 0 ? 1 : 0)
                .Line(stop.Output[0], stop.Output[1], stop.Output[2]);
        var points = result.Rows.Select(
            (row, k) => new PlanePoint(stop.Hidden[k][first], stop.Hidden[k][second], row.Target)).ToList();
        plane.Points(points, point => texts.Format(
            "hidden.tip", Inputs(result.Rows[points.IndexOf(point)]), Number(point.X), Number(point.Y), point.Class));
        foreach (var (k, point) in points.Index())
            if (double.IsFinite(point.X + point.Y))
                plane.Text(point.X + (point.X > 0.7 ? -0.2 : 0.2), point.Y + (k < 2 ? 0.05 : -0.14), Inputs(result.Rows[k]));
        return new(plane.Draw(caption), caption, plane.Lines());
    }

    private static Picture Inputs(Result result, XorStop stop, Texts texts)
    {
        var wrong = stop.Answers.Zip(result.Rows).Count(pair => pair.First != pair.Second.Target);
        var caption = texts.Format("inputs.caption", stop.Step, Number(stop.Classifier.Loss), wrong);
        var plane = new PlaneDrawing(-0.5, 1.5, -0.5, 1.5);
        stop.Classifier.Prepare(plane.Places);
        plane.Regions(stop.Classifier.Classify);
        foreach (var (w1, w2, b) in stop.Classifier.Lines)
            plane.Line(w1, w2, b, "boundary thin");
        plane.Points(
            [.. result.Rows.Select(row => new PlanePoint(row.X1, row.X2, row.Target))],
            point => texts.Format("point.tip", point.X, point.Y, point.Class, stop.Classifier.Classify(point.X, point.Y)),
            point => stop.Classifier.Classify(point.X, point.Y) == point.Class ? "" : "wrong");
        return new(plane.Draw(caption), caption, plane.Lines());
    }

    // The perceptron rule on the hidden values: it learns exactly what a line can separate.
    private static PerceptronHistory Rule(XorStop stop)
    {
        var (first, second) = stop.Leading();
        return PerceptronRule.Learn(
            [.. TruthTable.Rows("xor").Select((row, k) => (stop.Hidden[k][first], stop.Hidden[k][second], row.Target))],
            default, rate: 1, MostPasses);
    }

    private static XorStop Catalogue(ulong seed) => XorTraining.Run(
        XorMlp.Architecture, seed, XorMlp.Recipe.LearningRate, XorMlp.Recipe.Epochs, [XorMlp.Recipe.Epochs]).Stops[^1];

    private static Row Ask(ReferenceNetwork network, (double X1, double X2, int Target) row)
    {
        var results = network.Forward(Tensor<Float64>.From([1, 2], [row.X1, row.X2]));
        var (w, b) = (network.Parameters[0][0], network.Parameters[0][1]);
        return new(
            row.X1, row.X2, (w[0, 0].Value * row.X1) + (w[0, 1].Value * row.X2) + b[0].Value, (int)results[1][0, 2].Value,
            results[2][0, 0].Value, (int)results[3][0, 0].Value, row.Target);
    }

    private static string Inputs(Row row) => $"{row.X1}, {row.X2}";

    private static string Minus(double value) => value < 0 ? $"+ {Number(-value)}" : $"- {Number(value)}";

    /// <summary>What the experiment returns.</summary>
    /// <param name="T1">The hidden unit's threshold.</param>
    /// <param name="T2">The output unit's threshold.</param>
    /// <param name="Rows">The truth table, computed by the threshold network.</param>
    /// <param name="Angle">From where the lift is looked at, in degrees.</param>
    /// <param name="Steps">Steps of training.</param>
    /// <param name="Rate">Learning rate.</param>
    /// <param name="Network">The network that learnt.</param>
    /// <param name="Catalogue">The catalogue's network after its own recipe; null where nothing is said of it.</param>
    /// <param name="HasNoteThresholds">Whether the thresholds are 1.5 and 0.5.</param>
    /// <param name="HasStartNetwork">Whether nothing about the training was changed.</param>
    internal sealed record Result(
        double T1, double T2, IReadOnlyList<Row> Rows, int Angle, int Steps, double Rate, XorTraining Network, XorStop? Catalogue,
        bool HasNoteThresholds, bool HasStartNetwork)
    {
        /// <summary>The network at the end.</summary>
        public XorStop Last => Network.Stops[^1];

        /// <summary>Rows that the network answers wrongly at the end.</summary>
        public int Mistakes => Last.Answers.Zip(Rows).Count(pair => pair.First != pair.Second.Target);

        /// <summary>Whether the catalogue's threshold network, with its own weights, says the same.</summary>
        public bool IsCatalogue => ReferenceNetwork.Of(ThresholdNetwork.Xor)
            .Outputs(Tensor<Float64>.From([Rows.Count, 2], [.. Rows.SelectMany(row => (double[])[row.X1, row.X2])]))
            .ToDoubles().SequenceEqual(Rows.Select(row => (double)row.Answer));
    }

    /// <summary>A row of the truth table.</summary>
    internal sealed record Row(double X1, double X2, double HiddenSum, int Hidden, double Sum, int Answer, int Target);
}
