using System.Diagnostics;
using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Digits;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Lessons.Blocks;
using TorchBasics.Lessons.Drawings;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Pages.Charts;
using TorchBasics.Reference.Numbers;
using static TorchBasics.Lessons.Drawings.ProbabilityDrawing;

namespace TorchBasics.Lessons.Course;

/// <summary>A network learns to read drawn digits here and now, and leaves as a file.</summary>
/// <remarks>
/// Our kernels train it, in single precision and in the widest registers of the processor: other registers round otherwise, so
/// that the hash differs between machines. Times are shown, and are part of nothing.
/// </remarks>
internal sealed class TrainingLesson() : Lesson<TrainingLesson.Result>("training", 8, 18)
{
    private const int Tests = 300;
    private const int Checked = 3;

    // The bound of a whole network grows with each layer; one that would let everything pass claims nothing.
    private const double MostError = 0.01;

    private static readonly Architecture Small = new("small", [1, 28, 28],
        new Conv2d("conv1", 1, 4, kernel: 5, stride: 1, padding: 0), new Relu(),  // [N, 4, 24, 24]
        new MaxPool2d(kernel: 2, stride: 2),                                      // [N, 4, 12, 12]
        new Conv2d("conv2", 4, 8, kernel: 5, stride: 1, padding: 0), new Relu(),  // [N, 8,  8,  8]
        new MaxPool2d(kernel: 2, stride: 2), new Flatten(),                       // [N, 128]
        new Linear("fc", 128, 10));                                               // [N, 10] logits

    private static readonly ModelParameter Given = new("model", Network);

    /// <inheritdoc/>
    public override bool IsPortable => false;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; } =
    [
        new ChoiceParameter("network", ["small", "lenet5", "mlp", "softmax-regression"]),
        Given,
        new WholeParameter("steps", 120, 10, 400),
        new WholeParameter("batch", 32, 8, 64),
        new NumberParameter("rate", 0.03, 0.001, 1, 0.001),
        new WholeParameter("digits", 2000, 500, 6000),
        new SeedParameter(1),
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<Question<Result>> Asked { get; } =
    [
        new(
            "fails",
            result => !result.IsGiven && (!(result.Losses[^1] <= result.Losses[0]) || result.After < Tests / 5),
            [new("rate", "1")]),
        new("more", result => !result.IsGiven && result.After >= 0.92 * Tests, new("network", "lenet5"), new("steps", "400"),
            new("batch", "64"), new("digits", "6000")),
    ];

    /// <inheritdoc/>
    protected override Result Compute(ParameterValues values, LessonContext context)
    {
        var samples = DigitSamples.Take(DigitSet.Training, values.Whole("digits"));
        var tests = DigitSamples.Take(DigitSet.Test, Tests);
        var start = DigitLearning.Start(Network(values), samples, values.Seed());
        var given = Given.Read(values, context.Files, () => start.Normalization);
        if (given is not null)
            start = start with
            {
                Weights = given.Weights,
                Normalization = given.Normalization,
                IsDeskewed = given.IsDeskewed,
            };
        var recipe = new TrainingRecipe
        {
            Data = "digits",
            Epochs = 1,
            BatchSize = values.Whole("batch"),
            LearningRate = values.Number("rate"),
            Schedule = ScheduleKind.Constant,
        };
        var before = DigitLearning.Correct(start, tests);
        var clock = Stopwatch.GetTimestamp();
        var (model, losses) = DigitLearning.Run(start, recipe, samples, values.Seed(), values.Whole("steps"), context.Report);
        var speed = losses.Count * Math.Min(recipe.BatchSize, samples.Count) / Stopwatch.GetElapsedTime(clock).TotalSeconds;
        var first = new DigitSamples(samples.Pixels[..(Checked * DigitSamples.PixelCount)], samples.Labels[..Checked]);
        return new(
            model,
            recipe,
            losses,
            before,
            DigitLearning.Correct(model, tests),
            speed,
            DigitLearning.Run(start, recipe with { LearningRate = 0 }, first, 0, 1).Losses[0],
            BoundedLoss.Of(start, first),
            KernelWalk.Of(start, first.Picture(0)),
            given is null && values.IsDefault("rate", "batch") && losses.Count >= 100,
            given is not null);
    }

    /// <inheritdoc/>
    protected override IEnumerable<double> Numbers(Result result) => [.. result.Losses, result.Before, result.After];

    /// <inheritdoc/>
    protected override IEnumerable<Claim> Claims(Result result)
    {
        if (result.HasGoodRate)
        {
            yield return new(
                "falls", result.LastMean < 0.75 * result.FirstMean, Text(result.FirstMean), Text(result.LastMean));
            yield return new(
                "learns", result.After > 2 * Math.Max(result.Before, Tests / 10), Tests, result.Before, result.After);
        }

        var (value, error) = (result.Expected.Value, result.Expected.Error);
        if (error < MostError)
            yield return new(
                "loss", Math.Abs(result.Loss - value) <= error, Checked, Full(result.Loss), Full(value),
                MatrixDrawing.Number(error));
        var worst = result.Stages.Select(stage => (stage.Name, stage.Share)).MaxBy(stage => stage.Share);
        yield return new("layers", worst.Share <= 1, worst.Name, Percent(worst.Share));
        var file = ModelFile.Of("trained", SafeTensorsFile.Parse("trained", ModelFile.ToBytes(result.Model)));
        yield return new(
            "file",
            file.Weights.Zip(result.Model.Weights).All(pair => pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span))
                && file.Weights.Count == result.Model.Weights.Count,
            Count(result.Model.Architecture.ParameterCount));
    }

    /// <inheritdoc/>
    protected override IEnumerable<Block> Show(Result result, Texts texts)
    {
        var architecture = result.Model.Architecture;
        var done = texts.Format("done", result.Losses.Count, result.Losses.Count * result.Recipe.BatchSize);
        if (result.IsGiven)
            done = $"{done} {texts["given"]}";
        // Pages that are written twice are the same.
        yield return new Paragraph(OperatingSystem.IsBrowser()
            ? $"{done} {texts.Format("speed", Count((long)result.Speed))}"
            : done);
        if (!result.Losses.All(double.IsFinite))
            yield return new Paragraph(texts["diverged"]);
        yield return new Beside(Chart(result, texts), new DataTable(
            texts["result.caption"],
            [new("", IsText: true), new(texts["value"])],
            [
                [texts["numbers"], Count(architecture.ParameterCount)],
                [texts["work"], Count(architecture.MultiplyAdds)],
                [texts["first"], Text(result.FirstMean)],
                [texts["last"], Text(result.LastMean)],
                [texts.Format("before", Tests), $"{result.Before} ({Percent((double)result.Before / Tests)})"],
                [texts.Format("after", Tests), $"{result.After} ({Percent((double)result.After / Tests)})"],
            ]));
        if (architecture.Layers[0] is Conv2d conv)
        {
            yield return new Paragraph(texts["kernels.text"]);
            var weights = Array.ConvertAll(result.Model.Weights[0].Values<float>().ToArray(), weight => (double)weight);
            var caption = texts.Format("kernels.caption", conv.OutputChannels);
            yield return new Picture(new MapSheet(MapSheet.Cut(weights, 5, 5), conv.OutputChannels / 2).Draw(caption), caption);
        }
        else if (architecture.Name == "softmax-regression")
        {
            yield return new Paragraph(texts["templates.text"]);
            var weights = Array.ConvertAll(result.Model.Weights[0].Values<float>().ToArray(), weight => (double)weight);
            var caption = texts["templates.caption"];
            yield return new Picture(new MapSheet(MapSheet.Cut(weights, 28, 28), 5).Draw(caption), caption);
        }

        yield return new Paragraph(texts["files"]);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Download> Downloads(Result result) =>
    [
        new("digits.safetensors", () => ModelFile.ToBytes(result.Model)),
        new("digits.onnx", () => ModelExport.ToBytes(result.Model, FileKind.Onnx)),
    ];

    private static Architecture Network(ParameterValues values) =>
        values.Text("network") is var name && name == Small.Name ? Small : ModelCatalog.Find(name).Architecture;

    private static Picture Chart(Result result, Texts texts)
    {
        var caption = texts.Format("chart.caption", Text(result.FirstMean), Text(result.LastMean), result.Losses.Count);
        var group = Math.Max(1, result.Losses.Count / 60);
        var points = result.Losses.Chunk(group)
            .Select((losses, index) => ((double)((index * group) + 1), losses.Average())).ToList();
        return new(
            LineChart.Draw(
                caption, new ChartAxis(texts["step"]), new ChartAxis(texts["loss"]) { Minimum = 0 },
                new Curve(texts["loss"], points)),
            caption);
    }

    private static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Text(double value) =>
        double.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "∞";

    private static string Full(double value) => value.ToString("G8", CultureInfo.InvariantCulture);

    /// <summary>What the experiment returns.</summary>
    internal sealed record Result(
        Model Model,
        TrainingRecipe Recipe,
        IReadOnlyList<double> Losses,
        int Before,
        int After,
        double Speed,
        double Loss,
        Rounded<Binary32> Expected,
        IReadOnlyList<KernelStage> Stages,
        bool HasGoodRate,
        bool IsGiven)
    {
        /// <summary>The mean of the first losses.</summary>
        public double FirstMean => Losses.Take(5).Average();

        /// <summary>The mean of the last losses.</summary>
        public double LastMean => Losses.TakeLast(5).Average();
    }
}
