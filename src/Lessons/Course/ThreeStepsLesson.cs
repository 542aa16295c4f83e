using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Digits;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Pages;
using TorchBasics.Pages.Charts;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using static TorchBasics.Lessons.Drawings.MatrixDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>Build, target, learn: on small digits, and the target by hand on one prediction.</summary>
internal sealed class ThreeStepsLesson() : Lesson<ThreeStepsLesson.Result>("three-steps", 8, 9)
{
    private const int Side = 7, Hidden = 16, Classes = 10, BatchSize = 10;
    private const int Learnt = 400, Tested = 100;
    private const double EnoughProbability = 0.9, ImprobableLoss = 1;

    // A step so small along the gradient that the loss is nearly a straight line, and how much it may bend there.
    private const double Probe = 1e-4, SlopeTolerance = 1e-6;

    private static string Sum<T>(IEnumerable<T> numbers, Func<T, string> text) => string.Join(" + ", numbers.Select(text));

    private static readonly string InkLetters = " .:*#";

    private static readonly Architecture Network = new("small-digits", [Side * Side],
        new Linear("hidden", Side * Side, Hidden), new Tanh(),
        new Linear("output", Hidden, Classes));

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new GridParameter("prediction", "0,0,0.1,0,0;0.88,0,0,0,0.02", 2, 5, 0, 1),
        new WholeParameter("target", 5, 0, Classes - 1),
        new NumberParameter("rate", 0.1, 0, 2),
        new WholeParameter("epochs", 4, 0, 12),
        new SeedParameter(1),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "unsure", result => result.Losses.IsRight && result.Losses.Entropy > ImprobableLoss,
            [new("prediction", "0.07,0.08,0.08,0.08,0.08;0.3,0.08,0.08,0.08,0.07")]),
        new(
            "learn", result => result.After[result.Losses.Target] >= EnoughProbability,
            new("rate", "0.2"), new("epochs", "12")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var losses = PredictionLosses.Of(values.Text("prediction"), values.Whole("target"));
        var training = DigitTraining.Of(Learnt, Tested, BatchSize);
        var digits = training.Learnt;
        var network = ReferenceNetwork.Initialize(Network, new ReferenceOptimizer(OptimizerKind.Sgd, 0), values.Seed());
        var place = Array.IndexOf(digits.Labels, losses.Target);
        var shown = digits.Slice(place, 1);
        var before = Probabilities(network, shown);
        var slope = Slope(network, digits);
        var scores = training.Run(network, LossKind.CrossEntropy, values.Number("rate"), values.Whole("epochs"), context.Report);
        return new(
            losses, SmallDigits.Take(DigitSet.Training, place, 1).Inputs.ToDoubles(), before, Probabilities(network, shown), slope,
            scores,
            context.Witness is { } witness ? losses.Ask(witness) : null, values.IsDefault("rate", "epochs"));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Losses.Probabilities.Select(p => (double)p),
        .. result.Losses.Squares.Select(square => (double)square),
        (double)result.Losses.SquaredByHand,
        (double)(result.Losses.EntropyByHand ?? -1),
        result.Losses.Squared,
        result.Losses.Entropy,
        .. result.Digit,
        .. result.Before,
        .. result.After,
        result.Slope.Measured,
        result.Slope.Computed,
        .. result.Scores.SelectMany(score => (double[])[score.Loss, score.Correct]),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var (losses, spread) = (result.Losses, result.Losses.Spread());
        yield return new(
            "squared", Math.Abs(losses.Squared - (double)losses.SquaredByHand) <= PredictionLosses.SquaredBound,
            Exact(losses.SquaredByHand), Number(PredictionLosses.SquaredBound));
        if (losses.EntropyByHand is { } entropy)
        {
            yield return new(
                "entropy", Math.Abs(losses.Entropy - (double)entropy) <= losses.EntropyBound,
                Digits(losses.Entropy), Number(losses.EntropyBound));
            yield return new(
                "spread",
                Math.Abs(spread.Entropy - losses.Entropy) <= 2 * losses.EntropyBound
                    && spread.Squared <= losses.Squared + (2 * PredictionLosses.SquaredBound),
                Digits(spread.Entropy), Digits(losses.Squared), Digits(spread.Squared));
        }

        if (result.Witnessed is { } witnessed)
            yield return new(
                "witness",
                Math.Abs(witnessed.Squared - losses.Squared) <= PredictionLosses.SquaredBoundOfWitness
                    && (witnessed.Entropy is not { } other || Math.Abs(other - losses.Entropy) <= losses.EntropyBoundOfWitness),
                Number(PredictionLosses.SquaredBoundOfWitness), Number(losses.EntropyBoundOfWitness));
        yield return new(
            "slope", Math.Abs(result.Slope.Measured - result.Slope.Computed) <= SlopeTolerance * result.Slope.Computed,
            Digits(result.Slope.Computed), Digits(result.Slope.Measured));
        var (first, last) = (result.Scores[0], result.Scores[^1]);
        if (result.IsUsualTraining)
            yield return new(
                "learnt", last.Loss < first.Loss / 2 && last.Correct > 2 * first.Correct,
                result.Scores.Count - 1, Digits(first.Loss), Digits(last.Loss), first.Correct, last.Correct, Tested);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var (losses, target) = (result.Losses, result.Losses.Target);
        yield return new Heading(texts["build"]);
        yield return new Paragraph(texts.Format("build.text", Network.ParameterCount));
        yield return new Formula(
            $"var network = new Architecture(\"small-digits\", [{Side * Side}],",
            $"    new Linear(\"hidden\", {Side * Side}, {Hidden}), new Tanh(),  // {Network.Layers[0].ParameterCount}",
            $"    new Linear(\"output\", {Hidden}, {Classes}));              // {Network.Layers[2].ParameterCount}");
        yield return new Beside(
            Digit(result, texts),
            Row(result.Before, target, texts.Format("before.caption", target, Digits(result.Before[target])), texts));

        yield return new Heading(texts["target"]);
        yield return new Paragraph(texts.Format("target.text", target, Digits(result.Scores[0].Loss)));
        yield return new Formula("var loss = LossKind.CrossEntropy;");
        yield return Row(
            [.. losses.Probabilities.Select((_, digit) => digit == target ? 1.0 : 0)], target,
            texts.Format("one-hot.caption", target), texts);

        yield return new Heading(texts["learn"]);
        yield return new Paragraph(texts.Format("learn.text", Learnt, BatchSize));
        yield return new Formula("foreach (var batch in batches)", "    network.Step(batch.Inputs, batch.Labels, loss, rate);");
        yield return new Beside(
            Curve(result, texts),
            Row(result.After, target, texts.Format("after.caption", target, Digits(result.After[target])), texts));

        yield return new Heading(texts["losses"]);
        if (losses.Total != 1)
            yield return new Paragraph(texts.Format("total", Exact(losses.Total)));
        yield return new Paragraph(texts.Format("losses.text", target, string.Join(", ", losses.Probabilities.Select(Exact))));
        yield return new Formula(
            $"MSE = ({Squares(losses, 0)} +",
            $"       {Squares(losses, Classes / 2)}) / {Classes}",
            $"    = ({Sum(losses.Squares.Where(square => square != 0).DefaultIfEmpty(), Exact)}) / {Classes}",
            $"    = {Exact(losses.SquaredByHand)}",
            "",
            $"CE  = -ln y{target} = -ln {Exact(losses.Probabilities[target])}",
            $"    = {Entropy(losses.EntropyByHand)}");
        yield return new DataTable(
            texts["engines.caption"],
            [new(texts["engine"], IsText: true), new("MSE"), new(texts["entropy"])],
            [.. Engines(result, texts)]);
        yield return new Paragraph(texts["logits.text"]);
    }

    private static IEnumerable<IReadOnlyList<Cell>> Engines(Result result, Texts texts)
    {
        var losses = result.Losses;
        yield return [texts["hand"], Exact(losses.SquaredByHand), Entropy(losses.EntropyByHand)];
        yield return
        [
            texts["reference"],
            losses.Squared.ToString("R", CultureInfo.InvariantCulture),
            losses.EntropyByHand is null ? Entropy(null) : losses.Entropy.ToString("R", CultureInfo.InvariantCulture),
        ];
        if (result.Witnessed is { } witnessed)
            yield return
            [
                "libtorch",
                Html.Number(witnessed.Squared, 9),
                witnessed.Entropy is { } entropy ? Html.Number(entropy, 9) : Entropy(null),
            ];
    }

    private static Picture Digit(Result result, Texts texts)
    {
        var values = new double[Side, Side];
        for (var pixel = 0; pixel < result.Digit.Count; pixel++)
            values[pixel / Side, pixel % Side] = result.Digit[pixel];
        var most = result.Digit.Max();
        var drawing = new MatrixDrawing(values)
        {
            Size = 24,
            Text = ink => $"{InkLetters[(int)Math.Min(InkLetters.Length - 1, ink / most * InkLetters.Length)]}",
            Tip = (row, column) => texts.Format("digit.tip", row + 1, column + 1, Digits(values[row, column])),
        };
        var caption = texts.Format("digit.caption", result.Losses.Target);
        return new(drawing.Draw(caption), caption, drawing.Lines());
    }

    private static Picture Row(IReadOnlyList<double> probabilities, int target, string caption, Texts texts)
    {
        var values = new double[2, Classes / 2];
        for (var digit = 0; digit < Classes; digit++)
            values[digit / values.GetLength(1), digit % values.GetLength(1)] = probabilities[digit];
        var drawing = new MatrixDrawing(values)
        {
            Full = 1,
            Size = 60,
            Text = value => Math.Round(value, 3).ToString(CultureInfo.InvariantCulture),
            IsMarked = (row, column) => (row * values.GetLength(1)) + column == target,
            Tip = (row, column) => texts.Format(
                "probability.tip", (row * values.GetLength(1)) + column, Digits(values[row, column])),
        };
        return new(drawing.Draw(caption), caption, drawing.Lines());
    }

    private static Picture Curve(Result result, Texts texts)
    {
        var (first, last) = (result.Scores[0], result.Scores[^1]);
        var caption = texts.Format("curve.caption", Digits(first.Loss), Digits(last.Loss), first.Correct, last.Correct, Tested);
        return new(
            LineChart.Draw(
                caption,
                new ChartAxis(texts["epoch"]) { IsWhole = true, Minimum = 0 },
                new ChartAxis(texts["loss"]) { Lowest = 0 },
                new Curve(texts["loss"], [.. result.Scores.Select((score, epoch) => ((double)epoch, score.Loss))])),
            caption);
    }

    // How fast the loss falls along its gradient, by the gradient itself and by looking a little to both sides.
    private static (double Measured, double Computed) Slope(ReferenceNetwork network, SmallDigits digits)
    {
        var results = network.Forward(digits.Inputs);
        var gradients = network.Backward(
            results, ReferenceLoss.Gradient(LossKind.CrossEntropy, 0, Classes, results[^1], digits.Labels));
        var squares = gradients.SelectMany(layer => layer).SelectMany(values => values.ToDoubles()).Sum(g => g * g);
        return ((Loss(Probe) - Loss(-Probe)) / (2 * Probe), squares);

        double Loss(double distance) =>
            Moved(network, gradients, distance).Loss(digits.Inputs, digits.Labels, LossKind.CrossEntropy);
    }

    private static ReferenceNetwork Moved(
        ReferenceNetwork network, IReadOnlyList<IReadOnlyList<Tensor<Float64>>> gradients, double distance) => new(
            Network,
            [.. network.Parameters.Zip(gradients, (layer, ofLayer) => (IReadOnlyList<Tensor<Float64>>)[.. layer.Zip(
                ofLayer, (values, slopes) => values.Zip(slopes, (value, slope) => value + (new Float64(distance) * slope)))])],
            new ReferenceOptimizer(OptimizerKind.Sgd, 0));

    private static double[] Probabilities(ReferenceNetwork network, SmallDigits digits) =>
        ReferenceLayer.Forward(new Softmax(), [], network.Outputs(digits.Inputs)).ToDoubles();

    // Half of them, so that a line is not too long.
    private static string Squares(PredictionLosses losses, int first) => string.Join(
        " + ", Enumerable.Range(first, Classes / 2).Select(
            digit => $"({Exact(losses.Probabilities[digit])} - {(digit == losses.Target ? 1 : 0)})²"));

    private static string Exact(decimal value) => Math.Round(value, 12).ToString("0.############", CultureInfo.InvariantCulture);

    private static string Entropy(decimal? value) => value is { } finite ? Exact(finite) : "∞";

    private static string Digits(double value) => Html.Number(value);

    /// <summary>What the experiment returns.</summary>
    internal sealed record Result(
        PredictionLosses Losses,
        IReadOnlyList<double> Digit,
        IReadOnlyList<double> Before,
        IReadOnlyList<double> After,
        (double Measured, double Computed) Slope,
        IReadOnlyList<DigitScore> Scores,
        (double Squared, double? Entropy)? Witnessed,
        bool IsUsualTraining);
}
