using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>One neuron: weighted sum, activation, and the slope that learning goes by.</summary>
internal sealed class NeuronLesson() : Lesson<NeuronLesson.Result>("neuron", 2)
{
    private const double End = 6;
    private const int Steps = 120;

    private static readonly double[] Places = [0, 1, 2, 4, 8, 16];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("activation", [.. ActivationCurve.All.Keys]),
        new NumberParameter("w1", 1, -3, 3),
        new NumberParameter("w2", -1, -3, 3),
        new NumberParameter("b", 0.5, -4, 4),
        new NumberParameter("x1", 1, -2, 2),
        new NumberParameter("x2", 0.5, -2, 2),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "saturated", result => result is { Word: "sigmoid", Here.Slope: < 0.01 },
            new("w1", "2"), new("b", "4")),
        new("dead", result => result is { Word: "relu", Here.Slope: 0 }, new("activation", "relu"), new("b", "-1")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var word = values.Text("activation");
        var activation = ActivationCurve.All[word];
        double[] x = [values.Number("x1"), values.Number("x2")];
        var network = new ReferenceNetwork(
            new Architecture("neuron", [2], new Linear("neuron", 2, 1), activation),
            [
                [
                    Tensor<Float64>.From([1, 2], [values.Number("w1"), values.Number("w2")]),
                    Tensor<Float64>.From([1], [values.Number("b")]),
                ],
                [],
            ],
            new ReferenceOptimizer(OptimizerKind.Sgd, 0));
        var results = network.Forward(Tensor<Float64>.From([1, 2], x));
        var gradients = network.Backward(results, Tensor<Float64>.From([1, 1], [1]))[0];
        return new(
            word,
            UnitNetwork.Columns(network, x),
            ActivationCurve.Of(activation, results[1][0, 0].Value).Points[0],
            [.. gradients[0].ToDoubles(), .. gradients[1].ToDoubles()],
            ActivationCurve.Over(activation, -End, End, Steps),
            ActivationCurve.Of(activation, Places));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        result.Here.Z, result.Here.Value, result.Here.Slope,
        .. result.Gradients,
        .. result.Curve.Points.Concat(result.Far.Points).SelectMany(point => (double[])[point.Z, point.Value, point.Slope]),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var name = result.Curve.Activation.Kind;
        var slopes = result.Curve.Points.Select(point => point.Slope).ToList();
        yield return new("slope", result.Curve.WorstShareOfBound() <= 1, name, result.Curve.Points.Count);
        double[] inputs = [.. result.Columns[0].Units.Select(unit => unit.Value), 1];
        yield return new(
            "chain", result.Gradients.Zip(inputs).All(pair => pair.First == result.Here.Slope * pair.Second));
        switch (result.Curve.Activation)
        {
            case Step:
                yield return new("flat", slopes.TrueForAll(slope => slope == 0));
                break;
            case Sigmoid or Tanh or ScaledTanh:
                yield return new(
                    "saturates", result.Far.Points[4].Slope < 0.03 * result.Far.Points[0].Slope, name,
                    Number(result.Far.Points[0].Slope), Number(result.Far.Points[4].Slope));
                break;
            case Relu or LeakyRelu or Hardtanh:
                yield return new(
                    "two-slopes", slopes.Distinct().Count() == 2, name,
                    string.Join(", ", slopes.Distinct().Order().Select(Number)));
                break;
            default:
                yield return new(
                    "passes", Math.Abs(slopes[^1] - 1) < 0.02 && Math.Abs(slopes[0]) < 0.02, name,
                    Number(End), Number(slopes[^1]), Number(slopes[0]));
                break;
        }

        var sigmoid = ActivationCurve.Over(ActivationCurve.All["sigmoid"], -End, End, Steps).Points;
        yield return new(
            "quarter",
            sigmoid.Max(point => point.Slope) == 0.25 && sigmoid.MaxBy(point => point.Slope).Z == 0
            && 1.0 / (1 << 20) == Product(0.25, 10));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var name = result.Word;
        var neuron = result.Columns[1].Units[0];
        var inputs = result.Columns[0].Units;
        var drawing = new UnitsDrawing(result.Columns, texts["input"]);
        var caption = texts.Format("neuron.caption", Number(neuron.Value));
        yield return new Formula(
            $"z = w1·x1 + w2·x2 + b = {Sum(result)} = {Number(result.Here.Z)}",
            $"y = {name}(z) = {name}({Number(result.Here.Z)}) = {Number(result.Here.Value)}",
            $"{texts["slope"]} {name}'(z) = {Number(result.Here.Slope)}",
            $"dy/dw1 = {name}'(z)·x1 = {Number(result.Here.Slope)}·{InProduct(inputs[0].Value)} = {Number(result.Gradients[0])}",
            $"dy/dw2 = {name}'(z)·x2 = {Number(result.Here.Slope)}·{InProduct(inputs[1].Value)} = {Number(result.Gradients[1])}",
            $"dy/db  = {name}'(z)    = {Number(result.Gradients[2])}");
        yield return new Beside(
            new Picture(drawing.Draw(caption), caption) { Hint = texts["neuron.hint"] },
            Chart(result.Curve, result.Here, texts));
        yield return new Heading(texts["far.heading"]);
        yield return new Paragraph(texts["far.text"]);
        yield return new DataTable(
            texts.Format("far.caption", name),
            [new("z", IsText: true), new("y"), new(texts["slope"]), new(texts["slope-10"])],
            [.. result.Far.Points.Select(point => (IReadOnlyList<Cell>)
                [Number(point.Z), Number(point.Value), Number(point.Slope), Number(Product(point.Slope, 10))])]);
        yield return new More(
            texts["all.summary"],
            new Beside([.. ActivationCurve.All.Values.Select(activation => Chart(
                ActivationCurve.Over(activation, -End, End, Steps / 2), null, texts))]));
    }

    private static Picture Chart(ActivationCurve curve, CurvePoint? here, Texts texts)
    {
        const double Bottom = -2;
        var top = curve.Points.Any(point => point.Value > 2) ? End : 2;
        var caption = texts.Format("chart.caption", curve.Activation.Kind);
        var plane = new PlaneDrawing(-End, End, Bottom, top) { NameX = "z", NameY = "y" }
            .Line(0, 1, 0, "faint")
            .Line(1, 0, 0, "faint")
            .Path([.. Pieces(curve.Activation, curve.Points)], "curve")
            .Path([.. Jumping(curve.Activation, curve.Points)], "curve second");
        var description = caption;
        if (here is { } point)
        {
            plane.Points(
                [new(point.Z, point.Value, 0), new(point.Z, point.Slope, 1)],
                mark => texts.Format(mark.Class == 0 ? "value.tip" : "slope.tip", Number(mark.X), Number(mark.Y)));
            description = $"{caption} {texts.Format("value.tip", Number(point.Z), Number(point.Value))} "
                + texts.Format("slope.tip", Number(point.Z), Number(point.Slope));
        }

        return new(
            plane.Draw(description),
            caption,
            here is null ? [] : CurveLetters.Lines(
                Bottom, top,
                ('.', [.. curve.Points.Where((_, k) => k % 2 == 0).Select(one => one.Slope)]),
                ('#', [.. curve.Points.Where((_, k) => k % 2 == 0).Select(one => one.Value)])));
    }

    // A curve that jumps is drawn with its jump, not with a slanted line to the next point.
    private static IEnumerable<(double X, double Y)> Pieces(Activation activation, IReadOnlyList<CurvePoint> points) =>
        Stairs(activation.Jumps, points, point => point.Value);

    private static IEnumerable<(double X, double Y)> Jumping(Activation activation, IReadOnlyList<CurvePoint> points) =>
        Stairs(activation.Kinks, points, point => point.Slope);

    private static IEnumerable<(double X, double Y)> Stairs(
        IReadOnlyList<double> jumps, IReadOnlyList<CurvePoint> points, Func<CurvePoint, double> height)
    {
        for (var k = 0; k < points.Count; k++)
        {
            if (!jumps.Contains(points[k].Z))
            {
                yield return (points[k].Z, height(points[k]));
                continue;
            }

            yield return (points[k].Z, height(points[k - 1]));
            yield return (points[k].Z, height(points[k + 1]));
        }
    }

    private static double Product(double factor, int count)
    {
        var product = 1.0;
        for (var k = 0; k < count; k++)
            product *= factor;
        return product;
    }

    private static string Sum(Result result)
    {
        var (inputs, neuron) = (result.Columns[0].Units, result.Columns[1].Units[0]);
        var terms = string.Join(
            " + ", inputs.Zip(neuron.Weights, (input, weight) => $"{Number(weight)}·{InProduct(input.Value)}"));
        return $"{terms} + {Number(neuron.Bias)}".Replace("+ -", "- ", StringComparison.Ordinal);
    }

    private static string InProduct(double value) => value < 0 ? $"({Number(value)})" : Number(value);

    /// <summary>What the experiment returns.</summary>
    /// <param name="Word">The activation's word.</param>
    /// <param name="Columns">The inputs, and the neuron.</param>
    /// <param name="Here">Sum, value and slope of the neuron.</param>
    /// <param name="Gradients">How y changes with w1, w2 and b, by the backward pass.</param>
    /// <param name="Curve">The activation over a range.</param>
    /// <param name="Far">The activation at a few places, some of them far out.</param>
    internal sealed record Result(
        string Word,
        IReadOnlyList<UnitColumn> Columns,
        CurvePoint Here,
        IReadOnlyList<double> Gradients,
        ActivationCurve Curve,
        ActivationCurve Far);
}
