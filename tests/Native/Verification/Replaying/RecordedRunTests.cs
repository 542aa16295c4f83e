using System.Security.Cryptography;
using System.Text;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Replaying;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification.Replaying;

/// <summary>Runs that were written down, honest, mistaken, damaged and hostile ones.</summary>
public sealed class RecordedRunTests : IDisposable
{
    private static readonly Dictionary<string, string> NoVersions = [];

    private static readonly TrainingRecipe Recipe =
        new() { Data = "none", Epochs = 1, BatchSize = 3, LearningRate = 0.1, WeightDecay = 0.02, LabelSmoothing = 0.1 };

    private readonly TemporaryFolder _folder = new();

    private static Architecture Small { get; } = new(
        "small", [1, 6, 6],
        new Conv2d("conv1", 1, 2, kernel: 3, stride: 1, padding: 0), new Tanh(), new MaxPool2d(kernel: 2, stride: 2),
        new Flatten(), new Dropout(0.5), new Linear("fc1", 8, 3));

    private static Architecture Threshold { get; } = new(
        "threshold", [2], new Linear("hidden", 2, 3), new Step(), new Linear("out", 3, 2));

    private static Architecture Normalized { get; } = new(
        "normalized", [2, 3, 3], new BatchNorm2d("bn1", 2), new Flatten(), new Linear("fc1", 18, 4), new BatchNorm1d("bn2", 4),
        new Linear("fc2", 4, 3));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Running_statistics_are_recorded_and_carried_from_step_to_step()
    {
        var (records, recording) = Record(new TorchEngine(Precision.Float32), Spec(Normalized, OptimizerKind.Momentum));

        var steps = recording.Steps.ToList();

        Assert.Equal(records.Select(step => step.Layers[0].BuffersAfter[1].ToDoubles()),
            steps.Select(step => step.Layers[0].BuffersAfter[1].ToDoubles()));
        Assert.Equal(steps[0].Layers[0].BuffersAfter[0].ToDoubles(), steps[1].Layers[0].Parameters[2].ToDoubles());
        var report = Replay.Run([recording], new CheckOptions(), NoVersions, cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.Passed, report.Verdict);
    }

    [Theory]
    [InlineData("libtorch")]
    [InlineData("fused")]
    public void What_dropouts_within_others_keep_is_recorded_and_read_back(string engine)
    {
        var dropping = new Architecture(
            "dropping", [3], new Dropout(0.25),
            new Residual(new Linear("a", 3, 4), new Residual(new Dropout(0.5), new Dropout(0)), new Linear("b", 4, 3)),
            new Lift(new Linear("c", 3, 2), new Dropout(0.5)));

        var (records, recording) = Record(
            engine == "fused" ? new FusedEngine() : new TorchEngine(Precision.Float32), Spec(dropping, OptimizerKind.Momentum));

        foreach (var (written, read) in records.Zip(recording.Steps))
        {
            Assert.Equal(written.Layers[1].State.Of(1).Of(0).Kept!, read.Layers[1].State.Of(1).Of(0).Kept);
            Assert.All(read.Layers[1].State.Of(1).Of(1).Kept!, Assert.True);
            Assert.Equal(written.Layers[2].State.Of(1).Kept!, read.Layers[2].State.Of(1).Kept);
        }

        var report = Replay.Run([recording], new CheckOptions(), NoVersions, cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.Passed, report.Verdict);
    }

    [Theory]
    [InlineData(Precision.Float32, OptimizerKind.Nesterov)]
    [InlineData(Precision.Float64, OptimizerKind.AdamW)]
    public void What_was_recorded_is_read_back_to_the_bit(Precision precision, OptimizerKind optimizer)
    {
        var spec = Spec(Small, optimizer);
        using var scope = TorchSharp.torch.NewDisposeScope();

        var (records, recording) = Record(new TorchEngine(precision), spec);

        Assert.Equal(precision, recording.Precision);
        // a host may add its state
        Assert.StartsWith("libtorch " + precision.ToString().ToLowerInvariant(), recording.Engine, StringComparison.Ordinal);
        Assert.Equal(records.Count, recording.Spec.Steps.Count);
        foreach (var (written, read) in records.Zip(recording.Steps))
        {
            Assert.Equal(written.InCausalOrder().Select(pair => pair.Place), read.InCausalOrder().Select(pair => pair.Place));
            Assert.All(written.InCausalOrder().Zip(read.InCausalOrder()),
                pair => Assert.Equal(pair.First.Values.ToDoubles(), pair.Second.Values.ToDoubles()));
            Assert.Equal(written.Layers.Select(layer => layer.Kept), read.Layers.Select(layer => layer.Kept));
            Assert.Equal(written.Labels, read.Labels);
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Momentum)]
    [InlineData(OptimizerKind.Adam)]
    public void An_honest_recording_is_within_bounds(OptimizerKind optimizer)
    {
        var recordings = new[]
        {
            Record(new ReferenceEngine(), Spec(Small, optimizer)),
            Record(new TorchEngine(Precision.Float32), Spec(Threshold, optimizer))
        };

        var report = Replay.Run([.. recordings.Select(pair => pair.Recording)], new CheckOptions { TrajectorySteps = 3 },
            NoVersions, cancellation: TestContext.Current.CancellationToken);

        Assert.True(report.Passed, report.Verdict);
        Assert.Equal(2, report.Models.Count);
        Assert.Contains("recording (reference float64)", report.Header.Engines);
    }

    [Theory]
    [InlineData("\"weightDecay\": 0.02", "\"weightDecay\": 0", OptimizerKind.Sgd, "conv1.weight")]
    [InlineData("\"weightDecay\": 0.02", "\"weightDecay\": 0.021", OptimizerKind.Momentum, "conv1.momentum.bias")]
    [InlineData("\"optimizer\": \"AdamW\"", "\"optimizer\": \"Adam\"", OptimizerKind.AdamW, "fc1.exp_avg.weight")]
    [InlineData("\"labelSmoothing\": 0.1", "\"labelSmoothing\": 0", OptimizerKind.Sgd, "loss.grad")]
    public void A_recipe_that_the_run_did_not_follow_is_a_deviation(
        string text, string replacement, OptimizerKind optimizer, string place)
    {
        var (_, recording) = Record(new TorchEngine(Precision.Float64), Spec(Small, optimizer));
        var path = Path.Combine(recording.Folder, "index.json");
        var index = File.ReadAllText(path);
        Assert.Contains(text, index, StringComparison.Ordinal);
        File.WriteAllText(path, index.Replace(text, replacement, StringComparison.Ordinal));

        var report = Replay.Run([RecordedRun.Open(recording.Folder)], new CheckOptions(), NoVersions,
            cancellation: TestContext.Current.CancellationToken);

        Assert.Contains(report.Failures, row => row.Check == "local" && row.Worst.Place.ToString() == place);
    }

    [Theory]
    [InlineData("conv1.output", "local", "conv1.output")]
    [InlineData("conv1.weight.grad", "local", "conv1.weight.grad")]
    [InlineData("conv1.momentum.weight", "local", "conv1.momentum.weight")]
    [InlineData("fc1.weight", "local", "fc1.weight")]
    [InlineData("loss.value", "local", "loss.value")]
    public void A_wrong_number_is_found_where_it_stands(string name, string check, string place)
    {
        var (_, recording) = Record(new TorchEngine(Precision.Float64), Spec(Small, OptimizerKind.Momentum));
        Change(recording.Folder, "step-0002.safetensors",
            arrays => [.. arrays.Select(array => array.Name == name ? Nudged(array) : array)]);

        var report = Replay.Run([RecordedRun.Open(recording.Folder)], new CheckOptions { TrajectorySteps = 3 }, NoVersions,
            cancellation: TestContext.Current.CancellationToken);

        Assert.Contains(
            report.Failures, row => row.Check == check && row.Worst.Place.ToString() == place && row.FirstFailure!.Step == 2);
    }

    [Fact]
    public void A_number_that_is_none_is_a_deviation()
    {
        var (_, recording) = Record(new TorchEngine(Precision.Float32), Spec(Small, OptimizerKind.Sgd));
        Change(recording.Folder, "step-0001.safetensors", arrays => [.. arrays.Select(
            array => array.Name == "loss.value" ? NamedArray.Of<float>(array.Name, array.Sizes, [float.NaN]) : array)]);

        var report = Replay.Run([RecordedRun.Open(recording.Folder)], new CheckOptions(), NoVersions,
            cancellation: TestContext.Current.CancellationToken);

        Assert.Contains("loss.value", report.Verdict, StringComparison.Ordinal);
        Assert.False(report.Passed);
    }

    [Fact]
    public void A_file_that_changed_is_refused()
    {
        var folder = RecordedSmall();
        var path = Path.Combine(folder, "step-0001.safetensors");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Refused(folder, "SHA-256");
    }

    [Theory]
    [InlineData("missing", "'conv1.output' is missing")]
    [InlineData("extra", "'surplus' has no place")]
    [InlineData("shape", "expected Float32 [3, 2, 4, 4]")]
    [InlineData("type", "expected Float32 [3, 2, 4, 4]")]
    [InlineData("label", "expected classes from 0 to 2")]
    [InlineData("samples", "expected one axis")]
    public void Arrays_that_do_not_belong_are_refused(string fault, string expected)
    {
        var folder = RecordedSmall();
        Change(folder, "step-0002.safetensors", arrays => fault switch
        {
            "missing" => [.. arrays.Where(array => array.Name != "conv1.output")],
            "extra" => [.. arrays, NamedArray.Of<float>("surplus", [1], [1])],
            "shape" => Replaced(arrays, NamedArray.Of<float>("conv1.output", [1], [1])),
            "type" => Replaced(arrays, NamedArray.Of<double>("conv1.output", [3, 2, 4, 4], new double[96])),
            "label" => Replaced(arrays, NamedArray.Of<long>("batch.labels", [3], [0, 3, 0])),
            _ => Replaced(arrays, NamedArray.Of<long>("batch.labels", [0], [])),
        });

        Refused(folder, expected);
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "version is 2")]
    [InlineData("torchbasics-recording", "another", "expected 'torchbasics-recording'")]
    [InlineData("\"precision\": \"Float32\"", "\"precision\": 7", "precision")]
    [InlineData("\"learningRate\": 0.1", "\"learningRate\": -1", "learning rate")]
    [InlineData("\"momentum\": 0.9", "\"momentum\": 1", "momentum")]
    [InlineData("\"beta2\": null", "\"beta2\": 1", "beta2")]
    [InlineData("\"epsilon\": null", "\"epsilon\": 0", "epsilon")]
    [InlineData("\"biasRate\": null", "\"biasRate\": -1", "rate of biases")]
    [InlineData("\"rateScaling\": \"None\"", "\"rateScaling\": 9", "rate scaling")]
    [InlineData("step-0001.safetensors", "../step-0001.safetensors", "plain file name")]
    [InlineData("step-0001.safetensors", "step-0002.safetensors", "same file")]
    [InlineData("step-0001.safetensors", "step-0009.safetensors", "does not exist")]
    [InlineData("\"engine\": \"libtorch float32", "\"engine\": \"\\u001b[2J", "plain text")]
    [InlineData("\"format\"", "\"surplus\": 1, \"format\"", "surplus")]
    [InlineData("\"format\"", "\"format\": \"\", \"format\"", "format")]
    [InlineData("\"kind\": \"Tanh\"", "\"kind\": \"Magic\"", "Magic")]
    [InlineData("\"probability\": 0.5", "\"probability\": 2", "probability")]
    public void An_index_that_breaks_a_rule_is_refused(string text, string replacement, string expected)
    {
        var folder = RecordedSmall();
        var path = Path.Combine(folder, "index.json");
        var index = File.ReadAllText(path);
        Assert.Contains(text, index, StringComparison.Ordinal);
        File.WriteAllText(path, index.Replace(text, replacement, StringComparison.Ordinal));

        Refused(folder, expected);
    }

    [Theory]
    [InlineData("index.json")]
    [InlineData("step-0001.safetensors")]
    public void A_file_that_lies_elsewhere_is_not_read(string file)
    {
        var folder = RecordedSmall();
        File.Move(Path.Combine(folder, file), _folder["elsewhere"]);
        File.CreateSymbolicLink(Path.Combine(folder, file), _folder["elsewhere"]);

        Refused(folder, $"{file} is a link");
    }

    [Fact]
    public void A_folder_that_lies_elsewhere_is_not_one_of_the_recordings()
    {
        var folder = RecordedSmall();
        Directory.CreateDirectory(_folder["others"]);
        Directory.CreateSymbolicLink(_folder["others/link"], folder);

        Assert.Throws<TorchBasicsException>(() => RecordedRun.Find(_folder["others"]));
        Assert.Equal([_folder["others/link"]], RecordedRun.Find(_folder["others/link"])); // which the user has named
    }

    [Fact]
    public void A_network_whose_name_is_a_path_is_recorded_in_the_folder()
    {
        var spec = Spec(Threshold, OptimizerKind.Sgd);
        spec = spec with { Architecture = new Architecture("../../other", spec.Architecture.Input, spec.Architecture.Layers) };

        _ = new RecordingEngine(new ReferenceEngine(), _folder["inside"], [spec]).Train(spec).ToList();

        Assert.Equal(["inside"], _folder.Names);
        Assert.Equal([_folder["inside/______other-reference-float64"]], RecordedRun.Find(_folder["inside"]));
    }

    [Fact]
    public void A_window_that_would_take_forever_is_refused()
    {
        var endless = new Architecture("endless", [1, 1, 1],
            new AvgPool2d(kernel: 1 << 20, stride: 1 << 20, padding: 1 << 19, ceilMode: false, countIncludePad: true),
            new Flatten(), new Linear("fc1", 1, 2));
        var spec = Spec(Threshold, OptimizerKind.Sgd);
        var writer = new RecordingWriter(
            _folder["endless"], "nobody", Precision.Float32, spec with { Architecture = endless, Weights = [] });
        writer.Complete();

        Refused(_folder["endless"], "no steps");
        File.WriteAllText(
            Path.Combine(_folder["endless"], "index.json"),
            File.ReadAllText(Path.Combine(_folder["endless"], "index.json")).Replace("\"steps\": []",
                "\"steps\": [{\"learningRate\": 0, \"file\": \"a.safetensors\", \"sha256\": \"\"}]", StringComparison.Ordinal));
        Refused(_folder["endless"], "larger than 4096");
    }

    [Fact]
    public void A_run_that_did_not_end_is_no_recording()
    {
        var spec = Spec(Small, OptimizerKind.Sgd);
        var writer = new RecordingWriter(_folder["half"], "libtorch float32", Precision.Float32, spec);
        writer.Add(new TorchEngine(Precision.Float32).Train(spec).First());

        var error = Assert.Throws<TorchBasicsException>(() => RecordedRun.Find(_folder["half"]));

        Assert.Contains("written last", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_is_not_overwritten()
    {
        var folder = RecordedSmall();

        var error = Assert.Throws<TorchBasicsException>(
            () => new RecordingWriter(folder, "x", Precision.Float32, Spec(Small, OptimizerKind.Sgd)));

        Assert.Equal(ErrorKind.Usage, error.Kind);
    }

    [Fact]
    public void Damage_of_any_kind_is_an_error_that_says_so()
    {
        var folder = RecordedSmall();
        var files = Directory.GetFiles(folder).Order(StringComparer.Ordinal).ToDictionary(
            path => Path.GetFileName(path)!, File.ReadAllBytes);
        var damage = Gen.Select(Gen.Int[0, files.Count - 1], Gen.Double[0, 1], Gen.Byte, Gen.Bool);

        damage.Sample(
            (which, place, value, cut) =>
            {
                var (name, bytes) = files.ElementAt(which);
                var at = (int)(place * (bytes.Length - 1));
                var damaged = cut ? bytes[..at] : [.. bytes[..at], value, .. bytes[(at + 1)..]];
                File.WriteAllBytes(Path.Combine(folder, name), damaged);
                var read = Opens(folder);
                File.WriteAllBytes(Path.Combine(folder, name), bytes);
                // Only in the index can another byte be as good as the one that stood there, such as a digit of a rate.
                return !read || name == "index.json" || damaged.AsSpan().SequenceEqual(bytes);
            },
            iter: 500, threads: 1);
    }

    private static bool Opens(string folder)
    {
        try
        {
            RecordedRun.Open(folder);
            return true;
        }
        catch (TorchBasicsException)
        {
            return false;
        }
    }

    private static void Refused(string folder, string expected)
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(() => RecordedRun.Open(folder));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static RunSpec Spec(Architecture architecture, OptimizerKind optimizer) =>
        RunSpecs.Random(architecture, Recipe with { Optimizer = optimizer }, steps: 3, batchSize: 3, seed: 7);

    private static NamedArray Nudged(NamedArray array)
    {
        var values = array.Values<double>().ToArray();
        values[0] += 1e-9;
        return NamedArray.Of<double>(array.Name, array.Sizes, values);
    }

    private static List<NamedArray> Replaced(IReadOnlyList<NamedArray> arrays, NamedArray with) =>
        [.. arrays.Where(array => array.Name != with.Name), with];

    // With the right hash: whoever changed it meant it.
    private static void Change(string folder, string file, Func<IReadOnlyList<NamedArray>, IReadOnlyList<NamedArray>> change)
    {
        var (path, index) = (Path.Combine(folder, file), Path.Combine(folder, "index.json"));
        var before = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        SafeTensorsFile.Write(path, change(SafeTensorsFile.Read(path).Arrays));
        var after = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        File.WriteAllText(
            index, File.ReadAllText(index).Replace(before, after, StringComparison.Ordinal), new UTF8Encoding(false));
    }

    private string RecordedSmall() =>
        Record(new TorchEngine(Precision.Float32), Spec(Small, OptimizerKind.Nesterov)).Recording.Folder;

    private (List<TorchBasics.Verification.Recording.StepRecord<TorchBasics.Reference.Numbers.Float64>> Records,
        RecordedRun Recording) Record(IEngine engine, RunSpec spec)
    {
        var records = new RecordingEngine(engine, _folder.Path, [spec]).Train(spec).ToList();
        return (records, RecordedRun.Open(_folder[$"{spec.Architecture.Name}-{engine.Name.Replace(' ', '-')}"]));
    }
}
