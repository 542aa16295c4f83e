using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Plans;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Recording;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification.Checks;

/// <summary>Normalizations and dropouts within residuals and lifts, on every engine.</summary>
public sealed class InnerLayerTests
{
    private static readonly TrainingRecipe Recipe = new() { Data = "none", Epochs = 1, BatchSize = 5, LearningRate = 0.05 };

    // A dropout of the network itself stands before those in others, so that they draw later.
    private static Architecture Dropping { get; } = new(
        "dropping", [2, 5, 4],
        new Dropout(0.2), new Residual(
            new Conv2d("a", 2, 3, kernel: 3, stride: 1, padding: 1),
            new Tanh(),
            new Dropout(0.5),
            new Conv2d("b", 3, 2, kernel: 1, stride: 1, padding: 0)),
        new Flatten(), new Lift(new Linear("c", 40, 4), new Dropout(0.3)),
        new Residual(
            new Linear("d", 44, 6),
            new Residual(new Dropout(0.4), new Silu()),
            new Dropout(0.1),
            new Linear("e", 6, 44)), new Dropout(0.25), new Linear("fc", 44, 3));

    private static Architecture Normalized { get; } = new(
        "normalized", [2, 5, 4],
        new Residual(
            new Conv2d("a", 2, 3, kernel: 3, stride: 1, padding: 1),
            new BatchNorm2d("bn1", 3, momentum: 0.25), new Silu(), new Dropout(0.3),
            new Conv2d("b", 3, 2, kernel: 3, stride: 1, padding: 1), new BatchNorm2d("bn2", 2, eps: 0.01)),
        new Flatten(), new Lift(new BatchNorm1d("bn3", 40), new Tanh()), new Linear("fc", 80, 3));

    // A flatten and a pooling in ways beside each other, and a shortcut without parameters.
    private static Architecture Projected { get; } = new(
        "projected", [2, 6, 5],
        new Residual(
            [new Conv2d("a", 2, 4, kernel: 3, stride: 2, padding: 1), new Tanh(), new Dropout(0.3),
                new Conv2d("b", 4, 3, kernel: 3, stride: 1, padding: 1, groups: 1)],
            [new Conv2d("c", 2, 3, kernel: 1, stride: 2, padding: 0), new Dropout(0.2)]),
        new Residual([new Conv2d("d", 3, 3, kernel: 2, stride: 1, padding: 0)], [new MaxPool2d(kernel: 2, stride: 1)]),
        new Residual(
            [new Conv2d("e", 3, 6, kernel: 2, stride: 1, padding: 0), new Silu(), new Flatten(), new Linear("f", 6, 5)],
            [new Flatten(), new Linear("g", 12, 5), new Dropout(0.4)]),
        new Linear("fc", 5, 3), new Residual(new Dropout(0.5), new Linear("h", 3, 3)));

    public static TheoryData<string, string> Cases =>
    [
        .. from engine in (string[])["reference", "libtorch32", "libtorch64", "fused"]
           from network in (string[])["dropping", "normalized", "projected"]
           where engine != "fused" || network != "normalized"
           select (engine, network),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_number_of_training_and_evaluation_is_within_its_bound(string engine, string network)
    {
        var findings = CrossCheck.Run(Engine(engine), Spec(Network(network)), new CheckOptions()).ToList();

        Assert.Empty(
            findings.Where(finding => !finding.Deviation.Passed).Select(finding => $"{finding.Check}: {finding.Deviation}"));
        foreach (var check in (string[])["local", "trajectory", "determinism"])
            Assert.Contains(findings, finding => finding.Check == check && finding.Deviation.Place == (network == "normalized"
                ? new Place("bn1", "running_var")
                : Place.Output(network == "projected" ? "residual3" : "residual5")));
        if (network == "normalized")
            Assert.Contains(findings, finding => finding.Check == "continuity"
                && finding is { Step: 2, Deviation.Place: { Layer: "bn2", Quantity: "running_var.before" } });
    }

    [Fact]
    public void The_kernels_do_not_train_a_normalization_within_a_residual_and_name_it()
    {
        Assert.Null(KernelSupport.Refusal(Normalized));
        Assert.StartsWith(
            "bn1 (BatchNorm2d) takes statistics over the whole batch",
            KernelSupport.TrainingRefusal(Normalized),
            StringComparison.Ordinal);
        Assert.Null(KernelSupport.TrainingRefusal(Dropping));

        var findings = CrossCheck.Run(new FusedEngine(), Spec(Normalized), new CheckOptions()).ToList();

        Assert.Empty(
            findings.Where(finding => !finding.Deviation.Passed).Select(finding => $"{finding.Check}: {finding.Deviation}"));
        Assert.Contains(findings, finding => finding.Check == "evaluation");
    }

    [Theory]
    [InlineData("libtorch32")]
    [InlineData("fused")]
    public void Each_step_drops_other_elements_the_same_ones_each_time(string name)
    {
        var engine = Engine(name);

        var (once, again) = (Kept(engine), Kept(engine));

        Assert.Equal(once, again);
        Assert.Equal(once.Count, once.Distinct().Count());
    }

    // What the dropout should keep is worked out beside the engine, so that one that draws by itself is found.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_dropout_within_a_residual_that_keeps_other_elements_is_found(int layer)
    {
        var label = LayerLabels.Of(Dropping)[layer];
        var parts = TorchParts.Product with
        {
            Forward = call =>
            {
                if (call.Label == label && call.Training)
                    TorchSharp.torch.manual_seed(99);
                return call.Module.call(call.Input);
            },
        };

        var failures = new LocalCheck<TorchBasics.Reference.Numbers.Binary32>(Recipe)
            .Check(new TorchEngine(Precision.Float32, parts: parts).Train(Spec(Dropping)).First())
            .Where(deviation => !deviation.Passed);

        Assert.Equal(Place.Output(label), failures.First().Place);
    }

    private static List<string> Kept(IEngine engine) =>
        [.. engine.Train(Spec(Dropping)).SelectMany(step => step.Layers).Where(layer => layer.Layer is Residual)
            .Select(layer => string.Concat(layer.State.Inner.SelectMany(Flags).Select(kept => kept ? '1' : '0')))];

    private static IEnumerable<bool> Flags(TorchBasics.Reference.LayerState state) =>
        [.. state.Kept ?? [], .. state.Inner.SelectMany(Flags)];

    private static Architecture Network(string name) => name switch
    {
        "dropping" => Dropping,
        "normalized" => Normalized,
        _ => Projected,
    };

    private static RunSpec Spec(Architecture architecture) =>
        RunSpecs.Random(architecture, Recipe, steps: 3, batchSize: 5, seed: 1);

    private static IEngine Engine(string name) => name switch
    {
        "reference" => new ReferenceEngine(),
        "libtorch32" => new TorchEngine(Precision.Float32),
        "libtorch64" => new TorchEngine(Precision.Float64),
        _ => new FusedEngine(),
    };
}
