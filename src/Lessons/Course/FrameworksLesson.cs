using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Digits;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Lessons.Course;

/// <summary>The beginner's networks of TensorFlow and Caffe, taken apart, and made to learn a few steps.</summary>
/// <remarks>
/// Published figures and recipes: TensorFlow, "MNIST For ML Beginners" and "Deep MNIST for Experts", 2015; Caffe, examples/mnist,
/// lenet_train_test.prototxt and lenet_solver.prototxt. The networks are too large for the reference in a browser: our kernels
/// compute, and the hash differs between processors.
/// </remarks>
internal sealed class FrameworksLesson() : Lesson<FrameworksLesson.Result>("frameworks", 19, 18)
{
    private const ulong Seed = 1;

    // Layer by layer by hand: weights and biases, and products for one picture.
    private static readonly Dictionary<string, (long Parameters, long Products)> ByHand = new()
    {
        ["caffe-lenet"] = (
            (25 * 20) + 20 + (25 * 20 * 50) + 50 + (800 * 500) + 500 + (500 * 10) + 10,
            (24 * 24 * 20 * 25) + (8 * 8 * 50 * 25 * 20) + (800 * 500) + (500 * 10)),
        ["softmax-regression"] = ((784 * 10) + 10, 784 * 10),
        ["tensorflow-tutorial"] = (
            (25 * 32) + 32 + (25 * 32 * 64) + 64 + (3136 * 1024) + 1024 + (1024 * 10) + 10,
            (28 * 28 * 32 * 25) + (14 * 14 * 64 * 25 * 32) + (3136 * 1024) + (1024 * 10)),
    };

    /// <inheritdoc/>
    public override bool IsPortable => false;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("network", [.. ByHand.Keys]),
        new WholeParameter("steps", 4, 1, 20),
        new WholeParameter("digit", 1, 0, 999),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new("largest", result => result.Largest > 0.95, [new("network", "tensorflow-tutorial")]),
        new("once", result => result.Model.Architecture.Layers.All(layer => layer is not Conv2d),
            [new("network", "softmax-regression")]),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var entry = ModelCatalog.Find(values.Text("network"));
        // A step of the largest network is two hundred times the work of the smallest one's.
        var batch = entry.Architecture.MultiplyAdds switch { < 100_000 => 64, _ => 8 };
        var samples = DigitSamples.Take(DigitSet.Training, batch);
        var start = DigitLearning.Start(entry.Architecture, samples, Seed);
        var recipe = entry.Recipe! with { BatchSize = batch, Schedule = ScheduleKind.Constant, LabelSmoothing = 0 };
        var model = DigitLearning.Run(start, recipe, samples, Seed, values.Whole("steps"), context.Report).Model;
        var picture = new byte[DigitSamples.PixelCount];
        var label = DigitSet.Test.Render(values.Whole("digit"), picture);
        return new(
            model, recipe, values.Whole("steps"), Loss(start, samples), Loss(model, samples), picture, label,
            KernelWalk.Of(model, picture));
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) =>
        [result.Before, result.After, .. result.Stages.SelectMany(stage => stage.Values).Select(value => (double)value)];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        yield return new(
            "sizes",
            ByHand.All(hand => ModelCatalog.Find(hand.Key).Architecture is var one
                && (one.ParameterCount, one.MultiplyAdds) == hand.Value),
            [.. ByHand.Values.SelectMany(hand => new object[] { Count(hand.Parameters), Count(hand.Products) })]);
        yield return new(
            "falls", result.After < result.Before, result.Steps, result.Recipe.BatchSize, Text(result.Before),
            Text(result.After));
        var (actual, expected, allowed) = ByLoop(result);
        yield return new(
            "window", Math.Abs(actual - expected) <= allowed, result.Stages[0].Name, Full(actual), Full(expected),
            MatrixDrawing.Number(allowed));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var architecture = result.Model.Architecture;
        yield return new Paragraph(texts[$"about.{architecture.Name}"]);
        yield return Layers(architecture, texts);
        yield return new Heading(texts["code.heading"]);
        yield return new Paragraph(texts["pytorch.text"]);
        yield return new Formula(LayerCode.Of(architecture.Layers));
        yield return new Heading(texts["recipe.heading"]);
        yield return new Paragraph(texts["recipe.text"]);
        yield return Recipes(texts);
        yield return new Heading(texts["learn.heading"]);
        yield return new Paragraph(texts.Format(
            "learn.text", result.Steps, result.Recipe.BatchSize, $"{result.Recipe.Optimizer}", result.Recipe.LearningRate,
            Text(result.Before), Text(result.After)));
        yield return new Heading(texts["digit.heading"]);
        yield return new Paragraph(texts["digit.text"]);
        yield return new Beside([LeNetDrawings.Small(result.Picture, texts.Format("digit.caption", result.Label)),
            .. result.Stages.SkipLast(1).Select(stage => Maps(stage, texts))]);
        yield return Outputs(result, texts);
    }

    private static DataTable Layers(Architecture architecture, Texts texts) => new(
        texts.Format("layers.caption", Count(architecture.ParameterCount), Count(architecture.MultiplyAdds)),
        [new(texts["layer"], IsText: true), new(texts["shape"]), new(texts["numbers"]), new(texts["work"])],
        [.. architecture.Summarize().Select(row => (IReadOnlyList<Cell>)
        [
            row.Name is null ? row.Kind : $"{row.Name} ({row.Kind})",
            string.Join(" x ", row.Output),
            Count(row.Parameters),
            Count(row.MultiplyAdds),
        ])]);

    // As published; not measured here.
    private static DataTable Recipes(Texts texts) => new(
        texts["recipe.caption"],
        [
            new("", IsText: true),
            new(texts["choice.network.softmax-regression"], IsText: true),
            new(texts["choice.network.tensorflow-tutorial"], IsText: true),
            new(texts["choice.network.caffe-lenet"], IsText: true),
        ],
        [
            [texts["rule"], "SGD", "Adam", texts["momentum"]],
            [texts["rate"], "0.5", "0.0001", texts["decaying"]],
            [texts["batch"], "100", "50", "64"],
            [texts["steps"], "1,000", "20,000", "10,000"],
            [texts["against"], "-", "dropout 0.5", texts["decay"]],
            [
                texts["error"], texts.Format("roughly", "8 %"), texts.Format("roughly", "0.8 %"),
                texts.Format("roughly", "0.9 %"),
            ],
        ]);

    private static Picture Maps(KernelStage stage, Texts texts)
    {
        var isPicture = stage.Shape.Count == 3;
        var values = Array.ConvertAll(stage.Values, value => (double)value);
        var width = stage.Values.Length % 32 == 0 ? 32 : 25;
        var across = stage.Shape[0] switch { 20 => 5, 50 => 10, _ => 8 };
        var sheet = isPicture
            ? new MapSheet(MapSheet.Cut(values, stage.Shape[1], stage.Shape[2]), across)
            : new MapSheet(MapSheet.Cut(values, values.Length / width, width), 1);
        var caption = isPicture
            ? texts.Format("maps.caption", stage.Name, stage.Shape[0], $"{stage.Shape[1]} x {stage.Shape[2]}")
            : texts.Format("units.caption", stage.Name, stage.Shape[0]);
        return new(sheet.Draw(caption), caption);
    }

    private static Picture Outputs(Result result, Texts texts)
    {
        var logits = Tensor<Float64>.From([1, 10], Array.ConvertAll(result.Stages[^1].Values, value => (double)value));
        var probabilities = Reference.ReferenceLayer.Forward(new Softmax(), [], logits).ToDoubles();
        var answer = probabilities.Index().MaxBy(one => one.Item);
        var caption = texts.Format("outputs.caption", answer.Index, ProbabilityDrawing.Percent(answer.Item), result.Steps);
        var drawing = new ProbabilityDrawing(probabilities, result.Label);
        return new(drawing.Draw(caption), caption, drawing.Lines());
    }

    // One number of the first layer: the middle of map 0, or the output of class 0.
    private static (double Actual, double Expected, double Allowed) ByLoop(Result result)
    {
        var stage = result.Stages[0];
        var input = result.Model.Prepare(result.Picture);
        var weights = result.Model.Weights[0].Values<float>();
        var bias = result.Model.Weights[1].Values<float>()[0];
        var (sum, size, count) = ((double)bias, Math.Abs((double)bias), 784);
        var place = 0;
        if (stage.Layers[0] is Conv2d conv)
        {
            var (row, column, padding) = (stage.Shape[1] / 2, stage.Shape[2] / 2, conv.Window.Padding);
            (place, count) = ((row * stage.Shape[2]) + column, 25);
            for (var p = 0; p < 5; p++)
                for (var q = 0; q < 5; q++)
                    Add(weights[(p * 5) + q], input[((row + p - padding.Height) * 28) + column + q - padding.Width]);
        }
        else
            for (var k = 0; k < 784; k++)
                Add(weights[k], input[k]);

        var roundings = (count + 1) * Binary32.UnitRoundoff;
        var expected = result.Model.Architecture.Layers[1] is Relu ? Math.Max(0, sum) : sum;
        return (stage.Values[place], expected, roundings / (1 - roundings) * size);

        void Add(double weight, double x) => (sum, size) = (sum + (weight * x), size + Math.Abs(weight * x));
    }

    private static double Loss(Model model, DigitSamples samples)
    {
        var outputs = Tensor<Float64>.From(
            [samples.Count, 10], Array.ConvertAll(DigitLearning.Outputs(model, samples), value => (double)value));
        return Reference.ReferenceLoss.Value(LossKind.CrossEntropy, 0, 10, outputs, samples.Labels).Value;
    }

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Full(double value) => value.ToString("G8", CultureInfo.InvariantCulture);

    /// <summary>What the experiment returns.</summary>
    internal sealed record Result(
        Model Model, TrainingRecipe Recipe, int Steps, double Before, double After, byte[] Picture, int Label,
        IReadOnlyList<KernelStage> Stages)
    {
        /// <summary>The share of the largest layer among the numbers to learn, where there are several layers.</summary>
        public double Largest => Stages.Count == 1
            ? 0
            : (double)Model.Architecture.Layers.Max(layer => layer.ParameterCount) / Model.Architecture.ParameterCount;
    }
}
