using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Digits;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using static TorchBasics.Lessons.Drawings.ProbabilityDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>Three networks read the same digits, and one digit goes through LeNet-5 window by window.</summary>
/// <remarks>
/// The hash covers what the reference computes of the shown digit: the same for the same weights, so that a page that carries
/// them gives it in every browser. Machines with other registers train weights that differ in the last bits; so it is not
/// portable. Counts of right answers come from the kernels in single precision, and stay out of it.
/// </remarks>
internal sealed class DigitsLesson() : Lesson<DigitsLesson.Result>("digits", 18, 9)
{
    private const int Mistakes = 6;

    private static readonly ModelParameter Own = new("model", _ => LeNet5.Architecture);

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new WholeParameter("digit", 1, 0, 999),
        new DrawingParameter("picture", 28),
        Own,
        new ChoiceParameter("layer", ["conv1", "pool1", "conv2", "pool2", "fc1", "fc2", "fc3"]),
        new WholeParameter("channel", 0, 0, 119),
        new WholeParameter("row", 10, 0, 27),
        new WholeParameter("column", 14, 0, 27),
        new WholeParameter("tests", 300, 100, 2000),
    ];

    /// <inheritdoc/>
    public override bool IsPortable => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Networks => TrainedNetworks.Names;

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("dead", result => result.Element is { Stage.Activation: not null, Result: 0 },
            new("channel", "1"), new("row", "0"), new("column", "0")),
        new("five", result => result.Walk.Answer == 5, [new("digit", "12")]),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var own = Own.Read(values, context.Files, () => context.Networks.Get(TrainedNetworks.Names[0]).Normalization);
        List<Model> networks = [.. TrainedNetworks.Names.SkipLast(1).Select(context.Networks.Get)];
        networks.Add(own ?? context.Networks.Get(TrainedNetworks.Names[^1]));
        var (shown, label) = Shown(values);
        var tests = DigitSamples.Take(DigitSet.Test, values.Whole("tests"));
        var judged = networks.Select(model =>
        {
            var outputs = DigitLearning.Outputs(model, tests);
            return new Judged(model, DigitWalk.Of(model, shown), outputs, tests);
        }).ToList();
        var walk = judged[^1].Walk;
        var stage = walk.Stages.First(one => one.Name == values.Text("layer"));
        return new(
            shown,
            label,
            judged,
            WalkElement.Of(stage, values.Whole("channel"), values.Whole("row"), values.Whole("column")),
            KernelWalk.Of(networks[^1], shown),
            tests,
            WorstOf(judged[^1], tests),
            own is not null);
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Networks.SelectMany(network => network.Walk.Outputs.Concat(network.Walk.Probabilities)),
        .. result.Walk.Stages.SelectMany(stage => stage.After.ToDoubles()),
        .. result.Element.Terms.Select(term => term.Product),
        result.Element.Bias,
        result.Element.Result,
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var (softmax, mlp, lenet) = (result.Networks[0], result.Networks[1], result.Networks[2]);
        if (!result.IsOwn)
            yield return new(
                "best", lenet.Correct > mlp.Correct && mlp.Correct > softmax.Correct, result.Tests.Count, lenet.Correct,
                mlp.Correct, softmax.Correct);
        // (5·5·1 + 1)·6 + (5·5·6 + 1)·16 + (400 + 1)·120 + (120 + 1)·84 + (84 + 1)·10, and as many products as windows need.
        const long Parameters = 156 + 2_416 + 48_120 + 10_164 + 850;
        const long Work = (28 * 28 * 6 * 25) + (10 * 10 * 16 * 150) + (400 * 120) + (120 * 84) + (84 * 10);
        yield return new(
            "sizes",
            lenet.Model.Architecture.ParameterCount == Parameters && lenet.Model.Architecture.MultiplyAdds == Work
                && lenet.Model.Weights.Sum(array => array.Count) == Parameters,
            Count(Parameters), Count(Work), Ratio((double)Work / mlp.Model.Architecture.MultiplyAdds));
        var element = result.Element;
        var passed = element.Stage.At(element.Channel, element.Row, element.Column);
        yield return new(
            "window",
            Math.Abs(element.ByHand - passed) <= element.Allowed && Math.Abs(element.Result - passed) <= element.Allowed,
            element.Name, Full(passed));
        var shares = result.Kernels.Select(stage => (stage.Name, stage.Share)).ToList();
        var worst = shares.MaxBy(stage => stage.Share);
        yield return new("kernels", worst.Share <= 1, worst.Name, Percent(worst.Share));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        yield return new Paragraph(texts.Format("networks.text", Count(result.Tests.Count)));
        yield return NetworksTable(result, texts);
        if (result.IsOwn)
            yield return new Paragraph(texts["networks.given"]);
        yield return new Heading(texts["answer.heading"]);
        yield return Answer(result, texts);
        yield return new Heading(texts["layers.heading"]);
        yield return new Paragraph(texts["layers.text"]);
        foreach (var block in LeNetDrawings.Layers(result.Walk, result.Element, result.Picture, texts))
            yield return block;
        yield return new Heading(texts.Format("element.heading", result.Element.Name));
        foreach (var block in ElementDrawings.Of(result.Element, texts))
            yield return block;
        yield return new Heading(texts["worst.heading"]);
        yield return new Paragraph(texts.Format("worst.text", Count(result.Tests.Count)));
        yield return new Beside([.. result.Worst.Select(one => LeNetDrawings.Small(
            result.Tests.Picture(one.Index),
            texts.Format("worst.caption", one.Index, one.Label, one.Answer, Percent(one.Probability))))]);
    }

    private static DataTable NetworksTable(Result result, Texts texts) => new(
        texts["networks.caption"],
        [
            new(texts["network"], IsText: true), new(texts["parameters"]), new(texts["work"]),
            new(texts.Format("correct", Count(result.Tests.Count))), new(texts["says"]),
        ],
        [.. result.Networks.Select(network => (IReadOnlyList<Cell>)
        [
            texts[$"network.{network.Model.Architecture.Name}"],
            Count(network.Model.Architecture.ParameterCount),
            Count(network.Model.Architecture.MultiplyAdds),
            $"{Count(network.Correct)} ({Percent((double)network.Correct / result.Tests.Count)})",
            result.Label is { } label
                ? new Cell(
                    $"{network.Walk.Answer} {(network.Walk.Answer == label ? "✓" : "✗")}",
                    network.Walk.Answer == label ? CellMark.Right : CellMark.Wrong)
                : $"{network.Walk.Answer}",
        ])]);

    private static Beside Answer(Result result, Texts texts)
    {
        var probabilities = result.Walk.Probabilities;
        var likeliest = probabilities.Index().OrderByDescending(one => one.Item).Take(3);
        var caption = texts.Format("probabilities.caption", string.Join(
            ", ", likeliest.Select(one => $"{one.Index}: {Percent(one.Item)}")));
        var drawing = new ProbabilityDrawing(probabilities, result.Label);
        return new(
            LeNetDrawings.Small(result.Picture, result.Label is { } label
                ? texts.Format("digit.caption", label)
                : texts["picture.caption"]),
            new Picture(drawing.Draw(caption), caption, drawing.Lines()));
    }

    private static (byte[] Picture, int? Label) Shown(ParameterValues values)
    {
        if (values.Drawing("picture") is { } drawn && drawn.Any(pixel => pixel > 0))
            return (CentredDrawing.Of(drawn), null);
        var picture = new byte[DigitSamples.PixelCount];
        return (picture, DigitSet.Test.Render(values.Whole("digit"), picture));
    }

    private static List<Mistake> WorstOf(Judged network, DigitSamples tests)
    {
        var mistakes = new List<Mistake>();
        for (var n = 0; n < tests.Count; n++)
        {
            var row = network.Outputs.AsSpan(10 * n, 10);
            var (sum, answer, label) = (0.0, 0, tests.Labels[n]);
            for (var k = 0; k < 10; k++)
            {
                sum += Math.Exp(row[k] - row[label]);
                answer = row[k] > row[answer] ? k : answer;
            }

            mistakes.Add(new(n, label, answer, 1 / sum)); // the loss is the logarithm of the sum
        }

        return [.. mistakes.OrderBy(mistake => mistake.Probability).Take(Mistakes)];
    }

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Full(double value) => value.ToString("G8", CultureInfo.InvariantCulture);

    private static string Ratio(double value) => value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>What the experiment returns.</summary>
    internal sealed record Result(
        byte[] Picture,
        int? Label,
        IReadOnlyList<Judged> Networks,
        WalkElement Element,
        IReadOnlyList<KernelStage> Kernels,
        DigitSamples Tests,
        IReadOnlyList<Mistake> Worst,
        bool IsOwn)
    {
        /// <summary>LeNet-5's way.</summary>
        public DigitWalk Walk => Networks[^1].Walk;
    }

    /// <summary>A network, the shown digit on its way through it, and what it says of the test digits.</summary>
    internal sealed record Judged(Model Model, DigitWalk Walk, float[] Outputs, DigitSamples Tests)
    {
        /// <summary>Right answers.</summary>
        public int Correct { get; } = DigitLearning.Classes(Outputs).Zip(Tests.Labels).Count(pair => pair.First == pair.Second);
    }

    /// <summary>A test digit that a network finds hard.</summary>
    internal readonly record struct Mistake(int Index, int Label, int Answer, double Probability);
}
