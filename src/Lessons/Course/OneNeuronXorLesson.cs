using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Pages.Charts;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>One neuron cannot compute XOR: tried by hand, learnt by rule, proven by adding, and searched for.</summary>
/// <remarks>Source: Minsky and Papert 1969.</remarks>
internal sealed class OneNeuronXorLesson() : Lesson<OneNeuronXorLesson.Result>("one-neuron-xor", 5)
{
    private const int MostPasses = 100;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("gate", ["xor", "xnor", "and", "or", "nand"]),
        new NumberParameter("w1", 0.5, -2, 2),
        new NumberParameter("w2", 0.5, -2, 2),
        new NumberParameter("b", -0.8, -2, 2),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("three", result => result is { Gate: "xor", Right: 3 }, [new("b", "-0.3")]),
        new("other", result => result is { Gate: not "xor", History.CycleStart: not null }, [new("gate", "xnor")]),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var gate = values.Text("gate");
        var rows = TruthTable.Rows(gate);
        var own = new NeuronWeights(values.Number("w1"), values.Number("w2"), values.Number("b"));
        return new(
            gate, rows, own, [.. rows.Select(row => PerceptronRule.Ask(own, row.X1, row.X2))],
            PerceptronRule.Learn(rows, default, rate: 1, MostPasses), LineCertificate.Find(rows), NeuronSearch.Run());
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Own.SelectMany(own => (double[])[own.Sum, own.Answer]),
        .. result.History.Updates.SelectMany(update => (double[])[update.After.W1, update.After.W2, update.After.B]),
        .. result.Certificate?.Factors.Select(factor => (double)factor) ?? [],
        .. result.Search.Hits.Select(hits => (double)hits),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var (history, weights) = (result.History, result.History.Weights);
        if (history.CycleStart is { } start)
        {
            // From weights that came back, the same corrections follow again: one more round has to end where it began.
            var again = PerceptronRule.Learn(result.Rows, weights, rate: 1, MostPasses);
            yield return new(
                "cycles", again is { HasLearnt: false, CycleStart: 0 } && again.Weights == weights,
                start, history.Passes, Number(weights.W1), Number(weights.W2), Number(weights.B));
        }
        else
        {
            yield return new(
                "learnt",
                history.HasLearnt && result.Rows.All(row => PerceptronRule.Ask(weights, row.X1, row.X2).Answer == row.Target),
                Gate(result), Number(weights.W1), Number(weights.W2), Number(weights.B));
        }

        if (result.Certificate is { } proof)
            yield return new("adds-up", LineCertificate.Sum(result.Rows, proof.Factors) == (0, 0, 0), Gate(result));
        yield return new("either", history.HasLearnt == (result.Certificate is null));
        var byRows = result.Search.ByRowsRight(NeuronSearch.Function(result.Rows));
        var most = byRows.Index().Last(entry => entry.Item > 0).Index;
        yield return new(
            "tried", most == (result.Certificate is null ? 4 : 3) && byRows.Sum() == result.Search.Tried,
            result.Search.Tried, most, Gate(result), byRows[most]);
        yield return new(
            "fourteen",
            result.Search.Found.Count(found => found is not null) == 14
            && result.Search.Hits[NeuronSearch.Function(TruthTable.Rows("xor"))] == 0
            && result.Search.Hits[NeuronSearch.Function(TruthTable.Rows("xnor"))] == 0);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var (w1, w2, b) = result.Weights;
        var caption = texts.Format("plane.caption", Number(w1), Number(w2), Number(b), result.Right);
        yield return new Beside(
            new DataTable(
                texts.Format("table.caption", Gate(result)),
                [new("x1, x2", IsText: true), new("z"), new("y"), new(texts["target"])],
                [.. result.Rows.Zip(result.Own, (row, own) => (IReadOnlyList<Cell>)
                [
                    $"{row.X1}, {row.X2}",
                    Number(own.Sum),
                    new($"{own.Answer}", own.Answer == row.Target ? CellMark.Right : CellMark.Wrong),
                    $"{row.Target} {(own.Answer == row.Target ? "✓" : "✗")}",
                ])]),
            Plane(result, result.Weights, caption, texts));
        foreach (var block in Rule(result, texts))
            yield return block;
        foreach (var block in Proof(result, texts))
            yield return block;
        foreach (var block in All(result, texts))
            yield return block;
    }

    private static IEnumerable<Block> Rule(Result result, Texts texts)
    {
        var history = result.History;
        yield return new Heading(texts["rule.heading"]);
        yield return new Paragraph(history.CycleStart is { } start
            ? texts.Format("rule.cycles", history.Passes, start)
            : texts.Format("rule.learnt", history.Passes));
        yield return new DataTable(
            texts["rule.caption"],
            [new(texts["pass"], IsText: true), new("x1, x2"), new("y"), new(texts["target"]), new(texts["weights"])],
            [.. history.Updates.Select(update => (IReadOnlyList<Cell>)
            [
                $"{update.Pass}", $"{update.X1}, {update.X2}", $"{update.Answer}", $"{update.Target}",
                $"{Weights(update.After)}{(IsSeenAgain(history, update) ? " ↺" : "")}",
            ])]);
        yield return new Frames(
            texts["frames.caption"],
            [.. history.Updates.Select((update, k) => (IReadOnlyList<Block>)
                [Plane(result, update.After, texts.Format("frame.caption", k + 1, Weights(update.After)), texts)])]);
    }

    private static IEnumerable<Block> Proof(Result result, Texts texts)
    {
        yield return new Heading(texts["proof.heading"]);
        yield return new Paragraph(texts[result.Certificate is null ? "proof.none" : "proof.text"]);
        var factors = result.Certificate?.Factors;
        yield return new DataTable(
            texts.Format("proof.caption", Gate(result)),
            [
                new("x1, x2", IsText: true), new(texts["target"]), new(texts["asks-for"], IsText: true),
                .. Only(factors is not null, new Pages.Column(texts["times"])),
            ],
            [
                .. result.Rows.Select((row, k) => (IReadOnlyList<Cell>)
                [
                    $"{row.X1}, {row.X2}", $"{row.Target}", Inequality(row),
                    .. Only<Cell>(factors is not null, $"{factors?[k]}"),
                ]),
            ]);
        if (factors is null)
            yield break;
        var sum = LineCertificate.Sum(result.Rows, factors);
        var (added, thatIs) = (texts["added"], texts["that-is"]);
        yield return new Formula(
            [
                .. result.Rows.Where((_, k) => factors[k] > 0).Select(row => $"  {Inequality(row)}"),
                $"{added}: {sum.W1}·w1 + {sum.W2}·w2 + {sum.B}·b > 0",
                $"{thatIs}: 0 > 0",
            ]);
    }

    private static IEnumerable<Block> All(Result result, Texts texts)
    {
        var function = NeuronSearch.Function(result.Rows);
        var counts = result.Search.ByRowsRight(function);
        var caption = texts.Format("tried.caption", result.Search.Tried, Gate(result));
        yield return new Heading(texts["tried.heading"]);
        yield return new Paragraph(texts["tried.text"]);
        yield return new Picture(
            BarChart.Draw(
                caption, [.. counts.Select((count, right) => new Bar(texts.Format("rows-right", right), count, right == 4))]),
            caption,
            [.. counts.Select((count, right) => $"{texts.Format("rows-right", right)}: {count}")]);
        yield return new More(texts["sixteen.summary"], new DataTable(
            texts["sixteen.caption"],
            [new("y(00), y(01), y(10), y(11)", IsText: true), new(texts["weights"]), new(texts["neurons"])],
            [.. result.Search.Found.Select((found, k) => (IReadOnlyList<Cell>)
            [
                string.Join(", ", Enumerable.Range(0, 4).Select(row => (k >> row) & 1)) + Known(k),
                found is { } weights ? Weights(weights) : new Cell(texts["nobody"], CellMark.Wrong),
                $"{result.Search.Hits[k]}",
            ])]));
    }

    private static Picture Plane(Result result, NeuronWeights weights, string caption, Texts texts)
    {
        var plane = new PlaneDrawing(-0.5, 1.5, -0.5, 1.5)
            .Regions((x, y) => PerceptronRule.Ask(weights, x, y).Answer)
            .Line(weights.W1, weights.W2, weights.B)
            .Points(
                [.. result.Rows.Select(row => new PlanePoint(row.X1, row.X2, row.Target))],
                point => texts.Format("point.tip", point.X, point.Y, point.Class, Answer(point)),
                point => Answer(point) == point.Class ? "" : "wrong");
        return new(plane.Draw(caption), caption, plane.Lines());

        int Answer(PlanePoint point) => PerceptronRule.Ask(weights, point.X, point.Y).Answer;
    }

    private static bool IsSeenAgain(PerceptronHistory history, PerceptronUpdate update) =>
        history.CycleStart is not null && ReferenceEquals(update, history.Updates[^1]);

    private static T[] Only<T>(bool isThere, T item) => isThere ? [item] : [];

    private static string Inequality((double X1, double X2, int Target) row)
    {
        var sum = $"{(row.X1 == 1 ? "w1 + " : "")}{(row.X2 == 1 ? "w2 + " : "")}b";
        return row.Target == 1 ? $"{sum} > 0" : $"-({sum}) ≥ 0".Replace("-(b)", "-b", StringComparison.Ordinal);
    }

    private static string Known(int function) =>
        TruthTable.Names.FirstOrDefault(name => NeuronSearch.Function(TruthTable.Rows(name)) == function) is { } name
            ? $" ({name.ToUpperInvariant()})"
            : "";

    private static string Weights(NeuronWeights weights) => $"{Number(weights.W1)}, {Number(weights.W2)}, {Number(weights.B)}";

    private static string Gate(Result result) => result.Gate.ToUpperInvariant();

    /// <summary>What the experiment returns.</summary>
    /// <param name="Gate">The function.</param>
    /// <param name="Rows">Its truth table.</param>
    /// <param name="Weights">The weights that were tried by hand.</param>
    /// <param name="Own">What they say of each row.</param>
    /// <param name="History">What the perceptron rule did.</param>
    /// <param name="Certificate">The proof that there are no weights; null where there are some.</param>
    /// <param name="Search">All neurons on a grid.</param>
    internal sealed record Result(
        string Gate,
        IReadOnlyList<(double X1, double X2, int Target)> Rows,
        NeuronWeights Weights,
        IReadOnlyList<(double Sum, int Answer)> Own,
        PerceptronHistory History,
        LineCertificate? Certificate,
        NeuronSearch Search)
    {
        /// <summary>Rows that the weights tried by hand answer correctly.</summary>
        public int Right => Rows.Zip(Own).Count(pair => pair.First.Target == pair.Second.Answer);
    }
}
