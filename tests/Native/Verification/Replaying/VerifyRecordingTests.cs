using System.Diagnostics;
using TorchBasics.Benchmarks.Training;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Native.Cli;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Generating;
using TorchBasics.Verification.Replaying;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification.Replaying;

/// <summary>
/// Recordings in the hands of PyTorch for Python, by scripts/verify-recording.py: honest ones, which it has to accept, and
/// runs that did something else than their index says, which it has to find. Without PyTorch the tests are skipped.
/// </summary>
public sealed class VerifyRecordingTests(VerifyRecordingTests.Verdicts verdicts) : IClassFixture<VerifyRecordingTests.Verdicts>
{
    private const double Decay = 0.02;
    private const ulong RandomNetworks = 12;

    private static Architecture Small { get; } = new(
        "small", [1, 6, 6],
        new Conv2d("conv1", 1, 2, kernel: 3, stride: 1, padding: 0), new BatchNorm2d("bn1", 2, momentum: 0.25), new Tanh(),
        new MaxPool2d(kernel: 2, stride: 2),
        new Flatten(), new BatchNorm1d("bn2", 8, eps: 0.01), new Dropout(0.5), new Linear("fc1", 8, 3));

    private static Dictionary<string, Mistake> Mistakes { get; } = new()
    {
        ["smoothing-ignored"] = new(Of(OptimizerKind.Sgd), spec => spec with { LabelSmoothing = 0 }, "loss.grad, loss.value"),
        ["smoothing-ignored-squared"] = new(
            Of(OptimizerKind.Sgd) with { Loss = LossKind.MeanSquaredError },
            spec => spec with { LabelSmoothing = 0 },
            "loss.grad, loss.value"),
        ["decay-ignored"] = new(
            Of(OptimizerKind.Nesterov),
            spec => spec with { WeightDecay = 0 },
            "layer bias, layer momentum.bias, layer momentum.weight, layer weight"),
        ["decay-coupled"] = new(Of(OptimizerKind.AdamW), spec => spec with { Optimizer = OptimizerKind.Adam }, Moments),
        ["decay-decoupled"] = new(Of(OptimizerKind.Adam), spec => spec with { Optimizer = OptimizerKind.AdamW }, Moments),
        ["momentum-of-another-run"] = new(
            Of(OptimizerKind.Momentum),
            spec => spec with { Momentum = 0.8 },
            "layer bias, layer momentum.bias, layer momentum.weight, layer weight"),
        ["no-decay-of-biases"] = new(Of(OptimizerKind.Sgd), recipe => recipe, "layer bias")
        {
            Parts = TorchParts.Product with { Update = WithoutDecayOfBiases },
        },
        ["rate-of-the-first-step"] = new(Of(OptimizerKind.Sgd), recipe => recipe, "layer bias, layer weight")
        {
            Parts = TorchParts.Product with { Update = call => call.Optimizer.Step(Rate(0)) },
        },
        ["rate-off-by-a-billionth"] = new(Of(OptimizerKind.Sgd), recipe => recipe, "layer bias, layer weight")
        {
            Parts = TorchParts.Product with { Update = call => call.Optimizer.Step(call.LearningRate * (1 + 1e-9)) },
        },
    };

    private const string Moments =
        "layer bias, layer exp_avg.bias, layer exp_avg.weight, layer exp_avg_sq.bias, layer exp_avg_sq.weight, layer weight";

    // A kink, a curve, groups and a residual in another: what errors pass on their way through a branch.
    private static Architecture Residuals { get; } = new(
        "residuals", [2, 5, 4],
        new Residual(
            new Conv2d("a", 2, 4, kernel: 3, stride: 1, padding: 1),
            new Relu(),
            new Conv2d("b", 4, 2, kernel: 3, stride: 1, padding: 1, groups: 2)),
        new Flatten(), new Residual(
            new Linear("c", 40, 3),
            new Tanh(),
            new Residual(new Linear("d", 3, 3), new Silu()),
            new Linear("e", 3, 40)), new Linear("fc", 40, 3));

    // Members of pictures, of which one begins with a residual, then a committee with an ensemble in it.
    private static Architecture Ensembles { get; } = new(
        "ensembles", [2, 5, 4],
        new Ensemble(
            [new Residual(new Conv2d("a", 2, 2, kernel: 3, stride: 1, padding: 1)), new Relu()],
            [new Conv2d("b", 2, 3, kernel: 1, stride: 1, padding: 0), new BatchNorm2d("bn", 3), new Tanh(),
                new Conv2d("c", 3, 2, kernel: 3, stride: 1, padding: 1)]),
        new Flatten(),
        new Ensemble(
            [new Linear("d", 40, 3), new Softmax()],
            [new Dropout(0.25), new Ensemble([new Linear("e", 40, 3)], [new Linear("f", 40, 3)], [new Linear("g", 40, 3)]),
                new Softmax()]),
        new Linear("fc", 3, 3));

    // What trains otherwise than it evaluates, within residuals and lifts.
    private static Architecture Inner { get; } = new(
        "inner", [2, 5, 4],
        new Residual(
            new Conv2d("a", 2, 3, kernel: 3, stride: 1, padding: 1),
            new BatchNorm2d("bn1", 3, momentum: 0.25), new Relu(), new Dropout(0.3),
            new Conv2d("b", 3, 2, kernel: 3, stride: 1, padding: 1), new BatchNorm2d("bn2", 2, eps: 0.01)),
        new Residual(
            [new Conv2d("p", 2, 3, kernel: 3, stride: 2, padding: 1), new BatchNorm2d("bn5", 3)],
            [new Conv2d("q", 2, 3, kernel: 1, stride: 2, padding: 0), new Dropout(0.2), new BatchNorm2d("bn6", 3)]),
        new Conv2d("r", 3, 20, kernel: 2, stride: 1, padding: 0), new Relu(), new Flatten(), new Residual(
            new BatchNorm1d("bn3", 40), new Lift(new Linear("c", 40, 2), new Dropout(0.5), new Tanh()), new Linear("d", 42, 40)),
        new Lift(new Linear("e", 40, 3), new Dropout(0.25)), new Lift(new BatchNorm1d("bn4", 43), new Silu()),
        new Linear("fc", 86, 3));

    public static TheoryData<string> Honest =>
        [.. from optimizer in Enum.GetValues<OptimizerKind>() from precision in Enum.GetValues<Precision>() select NameOf(
            optimizer, precision)];

    public static TheoryData<string> Mistaken => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Honest))]
    public void PyTorch_finds_the_numbers_of_a_run_with_decay_and_smoothing(string name) =>
        Assert.StartsWith("within all limits", verdicts[name], StringComparison.Ordinal);

    [Fact]
    public void PyTorch_finds_the_numbers_of_residuals_and_what_is_wrong_in_one()
    {
        Assert.Equal(4, verdicts.All.Count(pair => pair.Key.StartsWith("residuals-", StringComparison.Ordinal)));
        Assert.All(
            verdicts.All.Where(pair => pair.Key.StartsWith("residuals-", StringComparison.Ordinal)),
            pair => Assert.StartsWith("within all limits", pair.Value, StringComparison.Ordinal));
        Assert.StartsWith(
            "beyond the limit: layer input.grad, layer output", verdicts["shortcut-doubled"], StringComparison.Ordinal);
    }

    [Fact]
    public void PyTorch_finds_the_numbers_of_ensembles_and_what_is_wrong_in_one()
    {
        var ensembles = verdicts.All.Where(pair => pair.Key.StartsWith("ensembles-", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, ensembles.Count);
        Assert.All(ensembles, pair => Assert.StartsWith("within all limits", pair.Value, StringComparison.Ordinal));
        Assert.StartsWith(
            "beyond the limit: layer bias.grad, layer input.grad, layer output",
            verdicts["members-added"],
            StringComparison.Ordinal);
    }

    [Fact]
    public void PyTorch_finds_the_numbers_of_normalizations_and_dropouts_within_others()
    {
        var inner = verdicts.All.Where(pair => pair.Key.StartsWith("inner-", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, inner.Count);
        Assert.All(inner, pair => Assert.StartsWith("within all limits", pair.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void PyTorch_finds_the_numbers_of_random_runs_on_every_engine()
    {
        var random = verdicts.All.Where(pair => pair.Key.StartsWith("random-", StringComparison.Ordinal)).ToList();

        Assert.Equal(verdicts.RandomRecordings, random.Count);
        // the kernels train no batch normalization
        Assert.InRange(random.Count, (int)RandomNetworks * 3, (int)RandomNetworks * 4);
        Assert.All(random, pair => Assert.StartsWith("within all limits", pair.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Mistaken))]
    public void PyTorch_finds_what_a_run_did_besides_its_recipe(string name) =>
        Assert.StartsWith($"beyond the limit: {Mistakes[name].Found};", verdicts[name], StringComparison.Ordinal);

    [Fact]
    public void What_PyTorch_computes_alone_is_within_our_bounds()
    {
        var run = Verdicts.Script(
            verdicts.Folder[NameOf(OptimizerKind.AdamW, Precision.Float64)], "--write", verdicts.Folder["written"]);
        Assert.True(run.Code == 0, run.Error);

        var recording = RecordedRun.Open(verdicts.Folder["written"]);
        var report = Replay.Run(
            [recording],
            new CheckOptions { TrajectorySteps = 3 },
            new Dictionary<string, string>(),
            cancellation: TestContext.Current.CancellationToken);

        Assert.StartsWith("PyTorch", recording.Engine, StringComparison.Ordinal);
        Assert.True(report.Passed, report.Verdict);
    }

    private static string NameOf(OptimizerKind optimizer, Precision precision) => $"{optimizer}-{precision}".ToLowerInvariant();

    private static double Rate(int step) => 0.1 / (step + 1);

    private static TrainingRecipe Of(OptimizerKind optimizer) => new()
    {
        Data = "none",
        Epochs = 1,
        BatchSize = 5,
        LearningRate = Rate(0),
        Optimizer = optimizer,
        WeightDecay = Decay,
        LabelSmoothing = 0.15,
    };

    private static RunSpec Spec(TrainingRecipe recipe)
    {
        var spec = RunSpecs.Random(Small, recipe, steps: 3, batchSize: 5, seed: 3);
        return spec with { Steps = [.. spec.Steps.Select((feed, step) => feed with { LearningRate = Rate(step) })] };
    }

    private static void WithoutDecayOfBiases(TorchParts.UpdateCall call)
    {
        foreach (var (_, values) in call.Parameters.Where(parameter => parameter.Name.EndsWith("bias", StringComparison.Ordinal)))
            values.grad!.sub_(values.detach() * Decay);
        call.Optimizer.Step(call.LearningRate);
    }

    /// <summary>What the script says of every recording, asked once.</summary>
    public sealed class Verdicts : IDisposable
    {
        public Verdicts()
        {
            if (PythonFinder.Python is null)
                return;
            foreach (var optimizer in Enum.GetValues<OptimizerKind>())
                foreach (var precision in Enum.GetValues<Precision>())
                    Record(NameOf(optimizer, precision), new TorchEngine(precision), Spec(Of(optimizer)));
            foreach (var (name, mistake) in Mistakes)
            {
                var spec = Spec(mistake.Written);
                Record(
                    name,
                    new TorchEngine(Precision.Float64, parts: mistake.Parts),
                    spec,
                    spec with { Recipe = mistake.Computed(mistake.Written) });
            }

            var engines = FalseAlarms.Engines();
            var residuals = RunSpecs.Random(Residuals, Of(OptimizerKind.Momentum), steps: 2, batchSize: 5, seed: 4);
            foreach (var engine in engines)
                Record($"residuals-{engine.Name}", engine, residuals);
            var doubled = TorchParts.Product with
            {
                Forward = call =>
                    call.Label == "residual1" ? call.Module.call(call.Input) + call.Input : TorchParts.Product.Forward(call)
            };
            Record("shortcut-doubled", new TorchEngine(Precision.Float64, parts: doubled), residuals);
            var inner = RunSpecs.Random(Inner, Of(OptimizerKind.Momentum), steps: 2, batchSize: 5, seed: 4);
            foreach (var engine in engines.Where(engine => engine.TrainingRefusal(Inner) is null))
                Record($"inner-{engine.Name}", engine, inner);
            var ensembles = RunSpecs.Random(Ensembles, Of(OptimizerKind.Momentum), steps: 2, batchSize: 5, seed: 4);
            foreach (var engine in engines.Where(engine => engine.TrainingRefusal(Ensembles) is null))
                Record($"ensembles-{engine.Name}", engine, ensembles);
            var added = TorchParts.Product with
            {
                Forward = call =>
                    call.Label == "ensemble3" ? call.Module.call(call.Input) * 2 : TorchParts.Product.Forward(call)
            };
            Record("members-added", new TorchEngine(Precision.Float64, parts: added), ensembles);
            for (var seed = 1UL; seed <= RandomNetworks; seed++)
            {
                var spec = RandomRuns.Draw(seed);
                foreach (var engine in engines.Where(engine => engine.TrainingRefusal(spec.Architecture) is null))
                {
                    Record($"random-{seed}-{engine.Name}", engine, spec);
                    RandomRecordings++;
                }
            }

            var result = Script(Folder.Path);
            Assert.True(result.Code == 1 && result.Error.Length == 0, result.Output + result.Error); // because of the mistakes
            All = result.Output.Split('\n').Where(line => line.Contains(" limit", StringComparison.Ordinal) && line[0] != ' ')
                .ToDictionary(
                    line => line[..line.IndexOf(": ", StringComparison.Ordinal)],
                    line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
        }

        internal TemporaryFolder Folder { get; } = new();

        internal int RandomRecordings { get; }

        internal IReadOnlyDictionary<string, string> All
        {
            get
            {
                Assert.SkipWhen(PythonFinder.Python is null, "PyTorch for Python is not installed.");
                return field;
            }
            private init;
        } = new Dictionary<string, string>();

        internal string this[string name] => All[name];

        public void Dispose() => Folder.Dispose();

        internal static CliResult Script(params string[] arguments)
        {
            Assert.SkipWhen(PythonFinder.Python is null, "PyTorch for Python is not installed.");
            using var process = Process.Start(new ProcessStartInfo(
                PythonFinder.Python.Value.Program,
                [Path.Combine(AppContext.BaseDirectory, "scripts", "verify-recording.py"), .. arguments])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            return CliProcess.End(process);
        }

        private void Record(string name, IEngine engine, RunSpec written, RunSpec? computed = null)
        {
            var writer = new RecordingWriter(Folder[name], engine.Name, engine.Precision, written);
            foreach (var record in engine.Train(computed ?? written))
                writer.Add(record);
            writer.Complete();
        }
    }

    /// <summary>A run that is not what its recording says.</summary>
    /// <param name="Written">The recipe in the index.</param>
    /// <param name="Computed">The recipe that was followed.</param>
    /// <param name="Found">The arrays that must be beyond their limits, and no others.</param>
    private sealed record Mistake(TrainingRecipe Written, Func<TrainingRecipe, TrainingRecipe> Computed, string Found)
    {
        public TorchParts Parts { get; init; } = TorchParts.Product;
    }
}
