using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Pages;
using TorchBasics.Pages.Charts;
using TorchBasics.Reference;

namespace TorchBasics.Lessons.Course;

/// <summary>The same network learns with three losses; why they differ is a slope at saturated outputs.</summary>
internal sealed class LossLesson() : Lesson<LossLesson.Result>("loss", 9)
{
    private const int Side = 7, Classes = 10, BatchSize = 10;
    private const int Learnt = 400, Tested = 100, Enough = 60, Stuck = 15, Escaped = 45;
    private const int Reach = 8;
    private const double Step = 0.5;

    // The mean over ten outputs leaves 2/10 of a squared error's slope: with five times the rate, what remains of the difference
    // between the losses is the factor that the slope of the output's activation brings in.
    private const double SquaredRate = Classes / 2.0;

    // A slope is a handful of operations on numbers of at most 1.
    private const double SlopeTolerance = 16.0 / (1L << 53);

    private static readonly string[] Kinds = ["sigmoid", "softmax", "entropy"];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new NumberParameter("rate", 0.2, 0, 2),
        new WholeParameter("hidden", 12, 2, 32),
        new NumberParameter("bias", 0, 0, 20, 1),
        new WholeParameter("epochs", 4, 1, 12),
        new SeedParameter(1),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "plateau",
            result => result.Of("softmax").Last.Correct <= Stuck && result.Of("entropy").Last.Correct >= Escaped,
            [new("bias", "12")]),
        new("sigmoid", result => result.Of("sigmoid").Last.Correct >= Enough, new("rate", "0.6"), new("epochs", "12")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var training = DigitTraining.Of(Learnt, Tested, BatchSize);
        var runs = Kinds.Select((kind, place) => Train(
            kind, values, training, share => context.Report?.Invoke((place + share) / Kinds.Length))).ToList();
        return new(
            runs, LossSlope.Over(Reach, Step), values.IsDefault("rate", "hidden", "bias", "epochs"), values.Number("bias"));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
    [
        .. result.Runs.SelectMany(run => run.Scores).SelectMany(score => (double[])[score.Loss, score.Correct]),
        .. result.Runs.SelectMany(run => run.End),
        .. result.Slopes.SelectMany(slope => (double[])[slope.Logit, slope.Output, slope.Squared, slope.Entropy]),
    ];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        var left = result.Slopes[0];
        yield return new(
            "slopes", result.Slopes.All(slope => slope.Disagreement <= SlopeTolerance), result.Slopes.Count,
            Number(SlopeTolerance));
        yield return new(
            "half",
            result.Slopes.All(slope => Math.Abs(slope.Squared) <= (Math.Abs(slope.Entropy) / 2) + SlopeTolerance),
            Number(left.Logit), Number(left.Entropy), Number(left.Squared), Math.Round(left.Entropy / left.Squared));
        if (!result.IsUsualTraining)
            yield break;
        var (sigmoid, softmax, entropy) = (result.Of("sigmoid"), result.Of("softmax"), result.Of("entropy"));
        yield return new(
            "faster", entropy.MeanCorrect > Math.Max(softmax.MeanCorrect, sigmoid.MeanCorrect),
            Number(entropy.MeanCorrect), Number(softmax.MeanCorrect), Number(sigmoid.MeanCorrect), Tested);
        var distances = Pairs(result).Select(pair => pair.Distance).ToList();
        yield return new(
            "weights",
            result.Runs.All(run => run.Start.SequenceEqual(entropy.Start)) && distances.Min() > 1,
            entropy.Start.Count, Number(distances.Min()), Number(distances.Max()));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        yield return new Heading(texts["training"]);
        yield return new Paragraph(texts.Format("training.text", result.Of("entropy").Start.Count, Learnt, Tested));
        if (result.Bias != 0)
            yield return new Paragraph(texts.Format("bias.text", Number(result.Bias)));
        if (result.Runs.Any(run => !double.IsFinite(run.Last.Loss)))
            yield return new Paragraph(texts["diverged"]);
        yield return new Beside(
            Chart(
                result, texts, "accuracy", new(texts["correct"]) { Minimum = 0, Maximum = Tested },
                (run, epoch) => run.Scores[epoch].Correct),
            Chart(
                result, texts, "relative", new(texts["relative"]) { Lowest = 0 },
                (run, epoch) => run.Scores[epoch].Loss / run.Scores[0].Loss));
        yield return new DataTable(
            texts.Format("runs.caption", Tested),
            [
                new(texts["run"], IsText: true), new(texts["loss-first"]), new(texts["loss-last"]), new(texts["correct-last"]),
                new(texts.Format("enough", Enough)), new(texts["moved"]),
            ],
            [.. result.Runs.Select(run => (IReadOnlyList<Cell>)
            [
                texts[$"run.{run.Kind}"], Finite(run.Scores[0].Loss, texts), Finite(run.Last.Loss, texts), $"{run.Last.Correct}",
                run.Reached(Enough) is { } epoch ? $"{epoch}" : "-", Finite(Distance(run.Start, run.End), texts),
            ])]);

        yield return new Heading(texts["weights"]);
        yield return new Paragraph(texts["weights.text"]);
        yield return new Beside([.. result.Runs.Select(run => Unit(result, run, texts))]);
        yield return new DataTable(
            texts["pairs.caption"],
            [new(texts["pair"], IsText: true), new(texts["distance"])],
            [.. Pairs(result).Select(pair => (IReadOnlyList<Cell>)
                [$"{texts[$"run.{pair.One}"]} / {texts[$"run.{pair.Other}"]}", Finite(pair.Distance, texts)])]);

        yield return new Heading(texts["slopes"]);
        yield return new Paragraph(texts["slopes.text"]);
        yield return new Formula(
            "y = 1 / (1 + e^-z)",
            $"MSE   d/dz (y - 1)²  = 2 (y - 1) y (1 - y)",
            $"CE    d/dz (-ln y)   = y - 1");
        yield return Slopes(result, texts);
        yield return new DataTable(
            texts["slopes.caption"],
            [new("z"), new("y"), new("2 (y - 1) y (1 - y)"), new("y - 1")],
            [.. result.Slopes.Where(slope => slope.Logit % 2 == 0).Select(slope => (IReadOnlyList<Cell>)
                [Number(slope.Logit), Number(slope.Output), Number(slope.Squared), Number(slope.Entropy)])]);
    }

    private static LossRun Train(string kind, ParameterValues values, DigitTraining training, Action<double> report)
    {
        var hidden = values.Whole("hidden");
        Layer[] output = kind switch
        {
            "sigmoid" => [new Sigmoid()],
            "softmax" => [new Softmax()],
            _ => [],
        };
        var network = ReferenceNetwork.Initialize(
            new Architecture(
                "small-digits", [Side * Side],
                [new Linear("hidden", Side * Side, hidden), new Tanh(), new Linear("output", hidden, Classes), .. output]),
            new ReferenceOptimizer(OptimizerKind.Sgd, 0), values.Seed());
        var biases = network.Parameters[2][1];
        biases[0] = new(biases[0].Value + values.Number("bias"));
        var start = network.Numbers.ToList();
        var (loss, factor) = kind == "entropy" ? (LossKind.CrossEntropy, 1) : (LossKind.MeanSquaredError, SquaredRate);
        var scores = training.Run(network, loss, factor * values.Number("rate"), values.Whole("epochs"), report);
        return new(kind, start, [.. network.Numbers], scores);
    }

    private static Picture Chart(
        Result result, Texts texts, string name, ChartAxis vertical, Func<LossRun, int, double> value)
    {
        var caption = texts.Format(
            $"{name}.caption",
            [.. result.Runs.SelectMany(run => (string[])
                [texts[$"run.{run.Kind}"], Finite(value(run, run.Scores.Count - 1), texts)])]);
        return new(
            LineChart.Draw(
                caption,
                new ChartAxis(texts["epoch"]) { IsWhole = true, Minimum = 0 },
                vertical,
                [.. result.Runs.Select(run => new Curve(
                    texts[$"run.{run.Kind}"], [.. run.Scores.Select((_, epoch) => ((double)epoch, value(run, epoch)))]))]),
            caption);
    }

    private static Picture Slopes(Result result, Texts texts)
    {
        var left = result.Slopes[0];
        var caption = texts.Format("slope.caption", Number(left.Logit), Number(left.Entropy), Number(left.Squared));
        return new(
            LineChart.Draw(
                caption,
                new ChartAxis(texts["logit"]) { Minimum = -Reach, Maximum = Reach },
                new ChartAxis(texts["slope"]) { Maximum = 0 },
                new Curve(texts["slope.squared"], [.. result.Slopes.Select(slope => (slope.Logit, slope.Squared))]),
                new Curve(texts["slope.entropy"], [.. result.Slopes.Select(slope => (slope.Logit, slope.Entropy))])),
            caption);
    }

    // The weights of the first hidden neuron, on the picture that they look at.
    private static Picture Unit(Result result, LossRun run, Texts texts)
    {
        var values = new double[Side, Side];
        for (var pixel = 0; pixel < Side * Side; pixel++)
            values[pixel / Side, pixel % Side] = double.IsFinite(run.End[pixel]) ? run.End[pixel] : 0;
        var drawing = new MatrixDrawing(values)
        {
            Size = 24,
            Full = result.Runs.SelectMany(one => one.End.Take(Side * Side)).Where(double.IsFinite).Max(Math.Abs),
            Text = weight => Math.Round(weight, 1).ToString("0.0", CultureInfo.InvariantCulture),
            Tip = (row, column) => texts.Format("weight.tip", row + 1, column + 1, Number(values[row, column])),
        };
        var caption = texts.Format("unit.caption", texts[$"run.{run.Kind}"]);
        return new(drawing.Draw(caption), caption, drawing.Lines());
    }

    private static IEnumerable<(string One, string Other, double Distance)> Pairs(Result result) =>
        from one in Enumerable.Range(0, Kinds.Length)
        from other in Enumerable.Range(one + 1, Kinds.Length - one - 1)
        select (Kinds[one], Kinds[other], Distance(result.Runs[one].End, result.Runs[other].End));

    private static double Distance(IReadOnlyList<double> one, IReadOnlyList<double> other) =>
        Math.Sqrt(one.Zip(other, (a, b) => (a - b) * (a - b)).Sum());

    private static string Number(double value) => Html.Number(value);

    private static string Finite(double value, Texts texts) => double.IsFinite(value) ? Number(value) : texts["infinite"];

    /// <summary>What the experiment returns.</summary>
    internal sealed record Result(
        IReadOnlyList<LossRun> Runs, IReadOnlyList<LossSlope> Slopes, bool IsUsualTraining, double Bias)
    {
        /// <summary>The training with a loss.</summary>
        public LossRun Of(string kind) => Runs.First(run => run.Kind == kind);
    }

    /// <summary>A training.</summary>
    internal sealed record LossRun(
        string Kind, IReadOnlyList<double> Start, IReadOnlyList<double> End, IReadOnlyList<DigitScore> Scores)
    {
        /// <summary>How far it came.</summary>
        public DigitScore Last => Scores[^1];

        /// <summary>Digits of the test that were right, on average over the epochs.</summary>
        public double MeanCorrect => Scores.Skip(1).Average(score => score.Correct);

        /// <summary>The first epoch after which so many were right; null for none.</summary>
        public int? Reached(int correct) => Scores.Index().Where(score => score.Item.Correct >= correct)
            .Select(score => (int?)score.Index).FirstOrDefault();
    }
}
