using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>One neuron computes AND with given weights, and finds weights of its own by Rosenblatt's rule.</summary>
/// <remarks>
/// The bound on the number of corrections: Novikoff 1962. With weights that begin at 0 and the rate 1, at most (R / margin)^2,
/// where R is the length of the longest sample (x1, x2, 1) and the margin is the smallest distance of a sample from a plane
/// through the origin that separates the classes.
/// </remarks>
internal sealed class AndLesson() : Lesson<AndLesson.Result>("and", 3)
{
    private const int MostPasses = 100;

    // A plane that separates the samples (x1, x2, 1) with the same distance 1/2 from the nearest of both classes.
    private static readonly Dictionary<string, NeuronWeights> Separators = new()
    {
        ["and"] = new(1, 1, -1.5),
        ["or"] = new(1, 1, -0.5),
        ["nand"] = new(-1, -1, 1.5),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("gate", ["and", "or", "nand"]),
        new NumberParameter("w1", 0.5, -2, 2),
        new NumberParameter("w2", 0.5, -2, 2),
        new NumberParameter("b", -0.8, -2, 2),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("or", result => result is { Gate: "or", Mistakes: 0 }, new("gate", "or"), new("b", "-0.3")),
        new(
            "nand", result => result is { Gate: "nand", Mistakes: 0 },
            new("gate", "nand"), new("w1", "-0.5"), new("w2", "-0.5"), new("b", "0.8")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var gate = values.Text("gate");
        var weights = new NeuronWeights(values.Number("w1"), values.Number("w2"), values.Number("b"));
        var samples = TruthTable.Rows(gate);
        var rows = samples.Select(sample =>
        {
            var (sum, answer) = PerceptronRule.Ask(weights, sample.X1, sample.X2);
            return new Row(sample.X1, sample.X2, sum, answer, sample.Target);
        }).ToList();
        var history = PerceptronRule.Learn(samples, default, rate: 1, MostPasses);
        return new(gate, weights, rows, history, Bound(samples, Separators[gate]), values.AreDefault);
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Rows.SelectMany(row => (double[])[row.X1, row.X2, row.Sum, row.Answer, row.Target]),
        .. result.History.Updates.SelectMany(update => (double[])[update.After.W1, update.After.W2, update.After.B]),
        result.Bound,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        if (result.HasGivenWeights)
            yield return new("given", result.Mistakes == 0);
        var learnt = result.History.Weights;
        yield return new(
            "learnt",
            result.History.HasLearnt && result.Rows.All(row => PerceptronRule.Ask(learnt, row.X1, row.X2).Answer == row.Target),
            Gate(result), result.History.Passes, Number(learnt.W1), Number(learnt.W2), Number(learnt.B));
        yield return new(
            "bound", result.History.Updates.Count <= result.Bound, result.History.Updates.Count, Math.Floor(result.Bound));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var (w1, w2, b) = result.Weights;
        yield return new Paragraph(texts.Format("table.text", Number(w1), Number(w2), Number(b)));
        yield return new Beside(
            new DataTable(
                texts.Format("table.caption", Gate(result)),
                [new("x1, x2", IsText: true), new("w1 x1 + w2 x2 + b"), new("y"), new(texts["target"])],
                [.. result.Rows.Select(row => (IReadOnlyList<Cell>)
                [
                    $"{row.X1}, {row.X2}",
                    $"{Number(w1)}·{row.X1} {Signed(w2)}·{row.X2} {Signed(b)} = {Number(row.Sum)}",
                    new($"{row.Answer}", row.Answer == row.Target ? CellMark.Right : CellMark.Wrong),
                    $"{row.Target} {(row.Answer == row.Target ? "✓" : "✗")}",
                ])]),
            Plane(result, result.Weights, texts.Format("plane.caption", Number(w1), Number(w2), Number(b)), texts));
        yield return new Heading(texts["rule.heading"]);
        yield return new Paragraph(texts["rule.text"]);
        yield return new DataTable(
            texts["rule.caption"],
            [
                new(texts["update"], IsText: true), new(texts["pass"]), new("x1, x2"), new("y"), new(texts["target"]),
                new("w1, w2, b"),
            ],
            [.. result.History.Updates.Index().Select(update => (IReadOnlyList<Cell>)
            [
                $"{update.Index + 1}",
                $"{update.Item.Pass}",
                $"{update.Item.X1}, {update.Item.X2}",
                $"{update.Item.Answer}",
                $"{update.Item.Target}",
                $"{Number(update.Item.After.W1)}, {Number(update.Item.After.W2)}, {Number(update.Item.After.B)}",
            ])]);
        yield return new Frames(
            texts["frames.caption"],
            [.. result.History.Updates.Index().Select(update => (IReadOnlyList<Block>)
            [
                Plane(result, update.Item.After, texts.Format(
                    "frame.caption", update.Index + 1, Number(update.Item.After.W1), Number(update.Item.After.W2),
                    Number(update.Item.After.B)), texts),
            ])]);
    }

    private static Picture Plane(Result result, NeuronWeights weights, string caption, Texts texts)
    {
        var plane = new PlaneDrawing(-0.5, 1.5, -0.5, 1.5)
            .Regions((x, y) => PerceptronRule.Ask(weights, x, y).Answer)
            .Line(weights.W1, weights.W2, weights.B)
            .Points(
                [.. result.Rows.Select(row => new PlanePoint(row.X1, row.X2, row.Target))],
                point => texts.Format(
                    "point.tip", point.X, point.Y, point.Class, PerceptronRule.Ask(weights, point.X, point.Y).Answer));
        return new(plane.Draw(caption), caption, plane.Lines());
    }

    private static double Bound(IReadOnlyList<(double X1, double X2, int Target)> samples, NeuronWeights plane)
    {
        var length = Math.Sqrt((plane.W1 * plane.W1) + (plane.W2 * plane.W2) + (plane.B * plane.B));
        var margin = samples.Min(sample => Math.Abs(PerceptronRule.Ask(plane, sample.X1, sample.X2).Sum)) / length;
        var longest = samples.Max(sample => (sample.X1 * sample.X1) + (sample.X2 * sample.X2) + 1);
        return longest / (margin * margin);
    }

    private static string Gate(Result result) => result.Gate.ToUpperInvariant();

    private static string Signed(double value) => value < 0 ? $"- {Number(-value)}" : $"+ {Number(value)}";

    /// <summary>What the experiment returns.</summary>
    internal sealed record Result(
        string Gate,
        NeuronWeights Weights,
        IReadOnlyList<Row> Rows,
        PerceptronHistory History,
        double Bound,
        bool HasGivenWeights)
    {
        /// <summary>Rows that the given weights answer wrongly.</summary>
        public int Mistakes => Rows.Count(row => row.Answer != row.Target);
    }

    /// <summary>A row of the truth table.</summary>
    internal sealed record Row(double X1, double X2, double Sum, int Answer, int Target);
}
