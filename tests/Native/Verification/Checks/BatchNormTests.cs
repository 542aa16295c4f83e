using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Native.Kernels.Inference;
using TorchBasics.Tests.Native.Kernels.Simd;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Recording;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification.Checks;

/// <summary>Batch normalization on every engine, in training and in evaluation.</summary>
[Collection(nameof(Alone))]
public sealed class BatchNormTests
{
    private static readonly TrainingRecipe Recipe = new() { Data = "none", Epochs = 1, BatchSize = 5, LearningRate = 0.05 };

    public static TheoryData<string> Engines => ["reference", "libtorch32", "libtorch64"];

    internal static Architecture Normalized { get; } = new(
        "normalized", [2, 5, 4],
        new BatchNorm2d("bn1", 2), new Conv2d("conv", 2, 18, kernel: 2, stride: 1, padding: 1),
        new BatchNorm2d("bn2", 18, eps: 0.01, momentum: 0.3), new Tanh(),
        new MaxPool2d(kernel: 2, stride: 2), new Flatten(), new BatchNorm1d("bn3", 108), new Linear("fc1", 108, 6),
        new BatchNorm1d("bn4", 6, eps: 0.25), new Linear("fc2", 6, 3));

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_number_of_training_and_evaluation_is_within_its_bound(string name)
    {
        var findings = CrossCheck.Run(Engine(name), Spec(), new CheckOptions()).ToList();

        Assert.Empty(
            findings.Where(finding => !finding.Deviation.Passed).Select(finding => $"{finding.Check}: {finding.Deviation}"));
        foreach (var check in (string[])["local", "trajectory", "determinism"])
            Assert.Contains(
                findings,
                finding => finding.Check == check && finding.Deviation.Place == Place.LayerBuffer("bn2", "running_var"));
        Assert.Contains(findings, finding => finding.Check == "continuity"
            && finding is { Step: 2, Deviation.Place: { Layer: "bn2", Quantity: "running_var.before" } });
        // evaluation, training
        Assert.Equal(
            2, findings.Count(finding => finding.Check == "dual" && finding.Deviation.Place == Place.InputGradient("bn4")));
    }

    [Theory]
    [InlineData(NetworkGradientCheck.Method.DualNumbers)]
    [InlineData(NetworkGradientCheck.Method.CentralDifferences)]
    public void Gradients_of_a_whole_step_agree_with_derivatives_that_no_hand_wrote(NetworkGradientCheck.Method method)
    {
        var smooth = new Architecture(
            "smooth", [7], new Linear("fc1", 7, 6), new Tanh(), new BatchNorm1d("bn", 6), new Linear("fc2", 6, 3));

        var deviations = new NetworkGradientCheck(
            method, sampled: 40, seed: 1).Check(new ReferenceEngine(), RunSpecs.Random(smooth, Recipe, 1, 9, seed: 5)).ToList();

        Assert.Equal(6, deviations.Count);
        Assert.All(deviations, deviation => Assert.True(deviation.Passed, $"{deviation}"));
    }

    [Fact]
    public void The_fused_engine_evaluates_and_says_that_it_does_not_train()
    {
        FollowedSteps? followed = null;

        var findings = CrossCheck.Run(new FusedEngine(), Spec(), new CheckOptions(), steps => followed = steps).ToList();

        Assert.Empty(
            findings.Where(finding => !finding.Deviation.Passed).Select(finding => $"{finding.Check}: {finding.Deviation}"));
        Assert.Equal(["lattice", "dual", "evaluation"], findings.Select(finding => finding.Check).Distinct());
        Assert.Equal(0, followed!.Steps);
        Assert.StartsWith(
            "bn1 (BatchNorm2d) takes statistics over the whole batch in training", followed.Ended, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_names_who_does_not_train()
    {
        var plan = new CheckPlan([Spec()], [new FusedEngine()], new CheckOptions())
        {
            ThreadPairs = [(new FusedEngine(), new FusedEngine(threads: 2))]
        };

        var report = CheckRunner.Run(plan, new Dictionary<string, string>());

        Assert.True(report.Passed, report.Verdict);
        Assert.Equal(["fused float32", "fused float32 x2"], report.Followed.Keys.Select(key => key.Engine));
        Assert.All(
            report.Followed.Values, followed => Assert.StartsWith("bn1 (BatchNorm2d)", followed.Ended, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void A_predictor_evaluates_one_sample_and_many_alike(int bits)
    {
        var check = new EvaluationCheck<Binary32>();
        Architecture[] networks =
        [
            Normalized,
            new("first", [3], new BatchNorm1d("bn", 3), new Linear("fc", 3, 2)),
            new("alone", [3], new BatchNorm1d("bn", 3)),
            new("flattened", [3, 2, 4], new Relu(), new Flatten(), new BatchNorm1d("bn", 24)),
            new(
                "beside",
                [3, 4, 4],
                new Residual(
                    [new Conv2d("a", 3, 4, kernel: 3, stride: 2, padding: 1), new BatchNorm2d("bn1", 4), new Relu(),
                        new Conv2d("b", 4, 4, kernel: 3, stride: 1, padding: 1)],
                    [new Conv2d("c", 3, 4, kernel: 1, stride: 2, padding: 0), new BatchNorm2d("bn2", 4)]),
                new GlobalAvgPool2d()),
            new(
                "within",
                [3, 4, 4],
                new Residual(new BatchNorm2d("bn", 3), new Relu(), new Conv2d("conv", 3, 3, kernel: 3, stride: 1, padding: 1)),
                new Flatten(),
                new Lift(new BatchNorm1d("again", 48))),
            new(
                "before padding",
                [3, 4, 4],
                new BatchNorm2d("bn", 3),
                new Conv2d("conv", 3, 2, kernel: 3, stride: 1, padding: 1),
                new GlobalAvgPool2d()),
        ];

        Assert.All(networks, network => Assert.All(
            check.Check(new PredictorEngine(Widths.Of(bits)), RunSpecs.Random(network, Recipe, 1, 7, seed: 3)),
            deviation => Assert.True(deviation.Passed, $"{network.Name}: {deviation}")));
    }

    [Fact]
    public void A_step_that_begins_with_other_statistics_than_the_one_before_left_is_found()
    {
        var spec = Spec();
        var check = new ContinuityCheck<Binary64>(spec);
        var records = new ReferenceEngine().Train(spec).ToList();
        var second = records[1] with
        {
            Layers = [.. records[1].Layers
                .Select(layer => layer.Label == "bn1" ? layer with { Parameters = records[0].Layers[0].Parameters } : layer)]
        };

        Assert.All(check.Check(records[0]), deviation => Assert.True(deviation.Passed));
        var places = check.Check(second).Where(deviation => !deviation.Passed).Select(deviation => deviation.Place).ToList();

        Assert.Contains(new Place("bn1", "running_mean.before"), places);
        Assert.Contains(new Place("bn1", "running_var.before"), places);
    }

    [Fact]
    public void An_engine_that_hides_its_statistics_is_blamed()
    {
        var record = new ReferenceEngine().Train(Spec()).First();
        var silent = record with { Layers = [.. record.Layers.Select(layer => layer with { BuffersAfter = [] })] };

        var failures = new LocalCheck<Binary64>(Recipe).Check(silent).Where(deviation => !deviation.Passed).ToList();

        Assert.Contains(failures, deviation => deviation.Place == Place.LayerBuffer("bn1", "running_mean")
            && deviation.Problem == "the engine computed no such array");
    }

    private static RunSpec Spec() => RunSpecs.Random(Normalized, Recipe, steps: 3, batchSize: 5, seed: 1);

    private static IEngine Engine(string name) => name switch
    {
        "reference" => new ReferenceEngine(),
        "libtorch32" => new TorchEngine(Precision.Float32),
        _ => new TorchEngine(Precision.Float64),
    };
}
