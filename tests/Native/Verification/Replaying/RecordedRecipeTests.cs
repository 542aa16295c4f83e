using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Replaying;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification.Replaying;

/// <summary>What a recording says of the rates of its run.</summary>
public sealed class RecordedRecipeTests : IDisposable
{
    private static readonly TrainingRecipe Plain = new()
    {
        Data = "none",
        Epochs = 1,
        BatchSize = 3,
        LearningRate = 0.1,
        Optimizer = OptimizerKind.Adam,
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rates_of_biases_and_layers_are_replayed()
    {
        var recipe = Plain with { Beta2 = 0.9, Epsilon = 1e-4, BiasRate = 2, RateScaling = RateScaling.SqrtFanIn };

        var report = Replay.Run(
            [RecordedRun.Open(Recorded(recipe))], new CheckOptions(), new Dictionary<string, string>(),
            cancellation: TestContext.Current.CancellationToken);

        Assert.True(report.Passed, report.Verdict);
    }

    [Fact]
    public void A_recording_without_the_newer_fields_is_read()
    {
        var folder = Recorded(Plain);
        var path = Path.Combine(folder, "index.json");
        var lines = File.ReadAllText(path).ReplaceLineEndings("\n");
        var cut = lines.IndexOf(",\n    \"beta2\"", StringComparison.Ordinal);
        var end = lines.IndexOf("\n  }", cut, StringComparison.Ordinal);

        File.WriteAllText(path, lines.Remove(cut, end - cut));

        Assert.DoesNotContain("beta2", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(2, RecordedRun.Open(folder).Steps.Count());
    }

    private string Recorded(TrainingRecipe recipe)
    {
        var architecture = new Architecture("net", [4], new Linear("fc1", 4, 5), new Tanh(), new Linear("fc2", 5, 3));
        var spec = RunSpecs.Random(architecture, recipe, steps: 2, batchSize: 3, seed: 1);
        var engine = new TorchEngine(Precision.Float32);
        var writer = new RecordingWriter(_folder["recording"], engine.Name, engine.Precision, spec);
        foreach (var record in engine.Train(spec))
            writer.Add(record);
        writer.Complete();
        return _folder["recording"];
    }
}
