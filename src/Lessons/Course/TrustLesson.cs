using System.Globalization;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Inference;
using TorchBasics.Kernels.Learning;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Lessons.Witnesses;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>The same two steps of training on several engines, numbers held against proven bounds, faults found.</summary>
/// <remarks>
/// What the kernels and libtorch say depends on the processor, so that the hash covers the reference and the single precision
/// that is computed with it.
/// </remarks>
internal sealed class TrustLesson() : Lesson<TrustLesson.Result>("trust", 9)
{
    private const int MoreSeeds = 12;

    /// <inheritdoc/>
    public override bool AsksWitness => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("fault", SmallTraining.Faults),
        new WholeParameter("weight", 1, 1, 18),
        new WholeParameter("samples", 4, 2, 16),
        new SeedParameter(1),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("late", result => result.Fault == "momentum", [new("fault", "momentum")]),
        new("terms", result => result.Sum.Terms.Count >= 200, [new("samples", "13")]),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var (seed, samples) = (values.Seed(), values.Whole("samples"));
        var start = SmallTraining.Draw(seed, samples);
        var expected = SmallTraining.Run<Rounded<Binary32>>(start);
        var engine = SmallTraining.RunNarrow(start);
        var faults = SmallTraining.Faults.Select(fault =>
        {
            var numbers = SmallTraining.RunNarrow(start, fault);
            return new PlantedFault(fault, numbers, SmallTraining.Compare(numbers, expected));
        }).ToList();
        var others = Enumerable.Range(1, MoreSeeds).SelectMany(more =>
        {
            var other = SmallTraining.Draw(unchecked(seed + (ulong)more), samples);
            return SmallTraining.Compare(SmallTraining.RunNarrow(other), SmallTraining.Run<Rounded<Binary32>>(other));
        }).ToList();
        return new(
            values.Text("fault"),
            values.Whole("weight") - 1,
            expected,
            engine,
            SmallTraining.Compare(engine, expected),
            faults,
            others,
            SmallTraining.Compare(OfKernels(start), expected),
            context.Witness is { } witness ? OfWitness(witness, start) : null,
            new SumOfProducts(SmallTraining.Terms(start, values.Whole("weight") - 1)));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Expected.SelectMany(array => array.Values.Concat(array.Errors)),
        .. result.Engine.SelectMany(array => array.Values),
        .. result.Faults.SelectMany(fault => fault.Checks).Concat(result.Others).Select(check => check.Share),
        .. SumOfProducts.Orders.Select(result.Sum.In),
        result.Sum.Exact,
        result.Sum.Bound,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var worst = result.Checks.MaxBy(check => check.Share)!;
        yield return new(
            "rounding", worst.Share <= 1, result.Checks.Sum(check => check.Comparison.Count), Percent(worst.Share), worst.Name);
        yield return new(
            "seeds",
            result.Others.All(check => check.Share <= 1),
            result.Others.Sum(check => check.Comparison.Count), MoreSeeds, Percent(result.Others.Max(check => check.Share)));
        var nearest = result.Faults.MinBy(fault => fault.Share)!;
        yield return new(
            "faults", nearest.Share > 1000 * worst.Share && nearest.Share > 1,
            result.Faults.Count, Times(nearest.Share), nearest.Name, Times(nearest.Share / worst.Share));
        yield return new(
            "orders",
            SumOfProducts.Orders.All(order => Math.Abs(result.Sum.In(order) - result.Sum.Exact) <= result.Sum.Bound),
            SumOfProducts.Orders.Count, result.Sum.Terms.Count);
        // The two differ by the roundings of doubles, which the carried one counts, too.
        yield return new(
            "hand", Math.Abs(result.Sum.Bound - result.Sum.Carried) <= 1e-6 * result.Sum.Bound,
            Small(result.Sum.Bound), Small(result.Sum.Carried));
        yield return new("kernels", result.Kernels.All(check => check.Share <= 1));
        if (result.Witness is { } witness)
            yield return new("libtorch", SmallTraining.Compare(witness, result.Expected).All(check => check.Share <= 1));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var fault = result.Chosen;
        yield return new Heading(texts["one.heading"]);
        yield return new Paragraph(texts.Format("one.text", result.ElementName, texts[$"choice.fault.{result.Fault}"]));
        yield return OneNumber(result, texts);
        yield return new Heading(texts["all.heading"]);
        yield return new Paragraph(texts.Format("all.text", Times(fault.Share), fault.First));
        yield return AllArrays(result, texts);
        yield return new DataTable(
            texts["faults.caption"],
            [new(texts["fault"], IsText: true), new(texts["first"], IsText: true), new(texts["beyond"])],
            [.. result.Faults.Select(one => (IReadOnlyList<Cell>)
                [texts[$"choice.fault.{one.Name}"], $"`{one.First}`", Times(one.Share)])]);
        yield return new Heading(texts["sum.heading"]);
        yield return new Paragraph(texts.Format("sum.text", result.ElementName, result.Sum.Terms.Count));
        yield return Sums(result, texts);
        yield return new Heading(texts["story.heading"]);
        foreach (var paragraph in texts.Paragraphs("story.text"))
            yield return new Paragraph(paragraph);
        yield return Measured(texts);
        yield return new Paragraph(texts["story.end"]);
    }

    private static Beside OneNumber(Result result, Texts texts)
    {
        var (expected, allowed) = (result.At(result.Expected), result.Allowed);
        List<(string Name, double Value, bool StandsOut)> engines =
        [
            ("engine", result.At(result.Engine), false),
            ("faulty", result.At(result.Chosen.Numbers), true),
        ];
        if (result.Witness is { } witness)
            engines.Insert(1, ("libtorch", result.At(witness), false));
        var shares = engines.Select(one =>
            (one.Name, one.Value, one.StandsOut, Share: Math.Abs(one.Value - expected) / allowed)).ToList();
        var caption = texts.Format("one.caption", result.ElementName, string.Join(
            " · ", shares.Select(one => $"{texts[one.Name]} {Times(one.Share)}")));
        var drawing = new ShareDrawing(-4, 8) { BoundText = texts["bound"] };
        foreach (var (name, value, standsOut, share) in shares)
            drawing.Row(texts[name], new ShareBar(share, Times(share), texts.Format(
                "one.tip", texts[name], Full(value), Full(expected), Small(Math.Abs(value - expected)), Small(allowed)),
                standsOut));
        return new(
            new DataTable(
                texts.Format("one.table", result.ElementName),
                [new("", IsText: true), new(texts["value"]), new(texts["part"])],
                [
                    [texts["reference"], Full(expected), ""],
                    [texts["bound"], $"± {Small(allowed)}", "1"],
                    .. shares.Select(one => (IReadOnlyList<Cell>)
                    [
                        texts[one.Name],
                        Full(one.Value),
                        one.Share <= 1
                            ? new($"{Times(one.Share)} ✓", CellMark.Right)
                            : new($"{Times(one.Share)} ✗", CellMark.Wrong),
                    ]),
                ]),
            new Picture(drawing.Draw(caption), caption, drawing.Lines()));
    }

    private static Picture AllArrays(Result result, Texts texts)
    {
        var caption = texts.Format(
            "all.caption", Percent(result.Checks.Max(check => check.Share)), texts[$"choice.fault.{result.Fault}"],
            Times(result.Chosen.Share));
        var drawing = new ShareDrawing(-4, 8) { BoundText = texts["bound"] };
        foreach (var (right, wrong) in result.Checks.Zip(result.Chosen.Checks))
            drawing.Row(right.Name, Bar("engine", right, false), Bar("faulty", wrong, true));
        return new(drawing.Draw(caption), caption, drawing.Lines());

        ShareBar Bar(string name, CheckedArray check, bool standsOut)
        {
            var worst = check.Comparison.Worst;
            return new(check.Share, Times(check.Share), texts.Format(
                "all.tip", texts[name], $"{check.Name}[{string.Join(", ", check.Comparison.Index)}]", Full(worst.Actual),
                Full(worst.Expected), Small(worst.Allowed), Times(check.Share)), standsOut);
        }
    }

    private static Beside Sums(Result result, Texts texts)
    {
        var sum = result.Sum;
        var n = sum.Terms.Count;
        return new(
            new DataTable(
                texts.Format("sum.caption", n),
                [new(texts["order"], IsText: true), new(texts["value"]), new(texts["part"])],
                [.. SumOfProducts.Orders.Select(order => (IReadOnlyList<Cell>)
                [
                    texts[$"order.{order}"],
                    Full(sum.In(order)),
                    Percent(Math.Abs(sum.In(order) - sum.Exact) / sum.Bound),
                ])]),
            new Formula(
                $"n = {n}   u = 2^-24 = {Small(1.0 / (1 << 24))}",
                $"{texts["exact"]} = {sum.Exact.ToString("G12", CultureInfo.InvariantCulture)}",
                $"M = Σ |x·g| = {Full(sum.Magnitude)}",
                $"E = u M = {Small(sum.Magnitude / (1 << 24))}",
                $"γ = (n-1) u / (1 - (n-1) u)",
                $"E + γ (M + E) = {Small(sum.Bound)}"));
    }

    // Measured once, on one machine: docs/hosts.md.
    private static DataTable Measured(Texts texts) => new(
        texts["story.caption"],
        [new(texts["story.case"], IsText: true), new(texts["story.on"], IsText: true), new(texts["story.off"], IsText: true)],
        [
            ["64, 1→6, 28×28, 5, 2", new(texts.Format("story.input", "0.8"), CellMark.Wrong), new("≤ 5e-7", CellMark.Right)],
            ["64, 6→16, 14×14, 5, 0", new(texts["story.right"], CellMark.Right), new(texts["story.right"], CellMark.Right)],
            ["2, 20→50, 12×12, 5, 0", new(texts["story.nan"], CellMark.Wrong), new(texts["story.right"], CellMark.Right)],
            ["64, 32→64, 14×14, 5, 2", new(texts["story.right"], CellMark.Right), new(texts["story.right"], CellMark.Right)],
            [
                "4, 3→8, 9×9, 3, 1", new(texts.Format("story.input", "0.7"), CellMark.Wrong),
                new(texts["story.right"], CellMark.Right),
            ],
        ]);

    private static IReadOnlyList<NamedNumbers> OfKernels(TrainingStart start)
    {
        var model = start.ToModel();
        using var predictor = new Predictor(model);
        var outputs = new float[start.Labels.Length * predictor.Outputs];
        predictor.Run(start.Inputs, outputs);
        using var trainer = new KernelTrainer(
            model, LossKind.CrossEntropy, OptimizerKind.Momentum, new() { Momentum = SmallTraining.Momentum });
        var loss = trainer.Step(start.Inputs, start.Labels, SmallTraining.Rate);
        trainer.Step(start.Inputs, start.Labels, SmallTraining.Rate);
        return
        [
            Of("outputs", outputs),
            new("loss", [], [loss], []),
            .. trainer.Model.Weights.Select(array => Of(array.Name, array.Values<float>())),
        ];
    }

    private static IReadOnlyList<NamedNumbers> OfWitness(IWitness witness, TrainingStart start)
    {
        var targets = start.Labels.SelectMany(label => Enumerable.Range(0, 4).Select(k => k == label ? 1f : 0)).ToArray();
        var step = witness.Step(start.ToModel(), start.Inputs, targets, LossKind.CrossEntropy);
        return
        [
            new("loss", [], [step.Loss], []),
            .. step.Gradients.Zip(
                SmallTraining.Architecture.Parameters, (gradient, parameter) => Of($"{parameter.Name}.grad", gradient)),
        ];
    }

    private static NamedNumbers Of(string name, ReadOnlySpan<float> values) =>
        new(name, [], Array.ConvertAll(values.ToArray(), one => (double)one), []);

    private static string Full(double value) => value.ToString("G8", CultureInfo.InvariantCulture);

    private static string Small(double value) => Number(value);

    private static string Percent(double share) =>
        $"{(100 * share).ToString(share < 0.1 ? "0.0" : "0", CultureInfo.InvariantCulture)} %";

    private static string Times(double share) => share switch
    {
        < 0.001 => Number(double.Parse(share.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        < 100 => share.ToString("G2", CultureInfo.InvariantCulture),
        < 1e9 => double.Parse(share.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            .ToString("#,0", CultureInfo.InvariantCulture),
        _ => share.ToString("0.0e0", CultureInfo.InvariantCulture),
    };

    /// <summary>What the experiment returns.</summary>
    internal sealed record Result(
        string Fault,
        int Element,
        IReadOnlyList<NamedNumbers> Expected,
        IReadOnlyList<NamedNumbers> Engine,
        IReadOnlyList<CheckedArray> Checks,
        IReadOnlyList<PlantedFault> Faults,
        IReadOnlyList<CheckedArray> Others,
        IReadOnlyList<CheckedArray> Kernels,
        IReadOnlyList<NamedNumbers>? Witness,
        SumOfProducts Sum)
    {
        /// <summary>The fault that is shown.</summary>
        public PlantedFault Chosen => Faults.First(fault => fault.Name == Fault);

        /// <summary>The number that is shown, as an index of its array.</summary>
        public string ElementName =>
            $"conv.weight.grad[{string.Join(", ", BoundedComparison.IndexOf(Element, [3, 1, 3, 2]))}]";

        /// <summary>How far that number may be off.</summary>
        public double Allowed => Gradient(Expected).Errors[Element];

        /// <summary>That number.</summary>
        public double At(IReadOnlyList<NamedNumbers> numbers) => Gradient(numbers).Values[Element];

        private static NamedNumbers Gradient(IReadOnlyList<NamedNumbers> numbers) =>
            numbers.First(array => array.Name == "conv.weight.grad");
    }

    /// <summary>A fault and what it does.</summary>
    internal sealed record PlantedFault(string Name, IReadOnlyList<NamedNumbers> Numbers, IReadOnlyList<CheckedArray> Checks)
    {
        /// <summary>The largest error as a share of what is allowed.</summary>
        public double Share => Checks.Max(check => check.Share);

        /// <summary>The first array that is beyond its bounds.</summary>
        public string First => Checks.FirstOrDefault(check => check.Share > 1)?.Name ?? "-";
    }
}
