using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Models;
using TorchBasics.Torch;
using TorchBasics.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Torch;

/// <summary>Training, saving, loading, predicting and exporting in a line each.</summary>
public sealed class ModelInFewLinesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_of_the_catalogue_is_what_a_run_makes_of_it()
    {
        var recipe = ModelCatalog.Find("xor-mlp").Recipe! with { Epochs = 20 };
        var request = RunRequest.Usual("xor-mlp", recipe);
        using var run = TrainingRun.Start(
            request with { Options = request.Options with { Seed = 3 } },
            _folder["run"],
            TestContext.Current.CancellationToken);
        var expected = run.Execute(new Training.Runs.Silence(), TestContext.Current.CancellationToken).WeightHash;
        var told = new List<EpochMetrics>();

        var model = Model.Train(
            "xor-mlp", epochs: 20, seed: 3, progress: told.Add, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(expected, WeightHash.Of(model.Weights));
        Assert.Equal(Enumerable.Range(1, 20), told.Select(metrics => metrics.Epoch));
        Assert.Equal("xor", model.TrainedOn);
    }

    [Fact]
    public void A_network_of_one_s_own_learns()
    {
        var network = new Architecture("own", [2], new Linear("fc1", 2, 8), new Tanh(), new Linear("fc2", 8, 2));
        var recipe = new TrainingRecipe { Data = _folder["points.csv"], Epochs = 30, BatchSize = 10, LearningRate = 0.1 };
        File.WriteAllLines( // two heaps of points
            _folder["points.csv"],
            [
                "x,y,label",
                .. Enumerable.Range(0, 100).Select(k => k % 2 == 0 ? $"{k % 7},{k % 5},0" : $"{20 + (k % 7)},{k % 5},1"),
            ]);

        var model = Model.Train(network, recipe, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(1, model.Evaluate(_folder["points.csv"]).Accuracy);
    }

    [Theory]
    [InlineData("own.safetensors")]
    [InlineData("own.onnx")]
    [InlineData("own.pt")]
    public void What_is_exported_is_loaded_with_the_same_weights(string file)
    {
        var model = ModelCatalog.Find("lenet1").Initial(seed: 1);

        var report = model.Export(_folder[file]);

        Assert.Equal(_folder[file], report.Path);
        Assert.Equal(WeightHash.Of(model.Weights), WeightHash.Of(Model.Load(_folder[file]).Weights));
    }

    [Fact]
    public void A_file_that_was_saved_is_one_of_ours()
    {
        var model = ModelCatalog.Find("lenet1").Initial(seed: 1);

        model.Save(_folder["own.safetensors"]);

        var read = ModelFile.Read(_folder["own.safetensors"]);
        Assert.Equal("lenet1", read.Architecture.Name);
        Assert.Equal(WeightHash.Of(model.Weights), WeightHash.Of(read.Weights));
    }

    [Fact]
    public void A_predictor_answers()
    {
        using var predictor = ModelCatalog.Find("threshold-and").Initial(seed: 1).ToPredictor();

        Assert.Equal([0, 0, 0, 1], new[] { (0f, 0f), (0f, 1f), (1f, 0f), (1f, 1f) }
            .Select(pair => predictor.Predict([pair.Item1, pair.Item2])));
    }

    [Fact]
    public void An_ending_that_says_nothing_is_refused() => Assert.Equal(
        "The ending of model.txt does not say what to write; expected one of .onnx, .safetensors, .pt, .pth, .npz.",
        Assert.Throws<TorchBasicsException>(() => ModelCatalog.Find("lenet1").Initial(seed: 1).Export("model.txt")).Message);

    [Fact]
    public void A_model_that_was_never_trained_is_measured_on_data_that_are_named() => Assert.Equal(
        ErrorKind.Usage,
        Assert.Throws<TorchBasicsException>(() => ModelCatalog.Find("lenet1").Initial(seed: 1).Evaluate()).Kind);

    [Fact]
    public void Who_ends_a_training_gets_no_model() => Assert.Throws<OperationCanceledException>(
        () => Model.Train("xor-mlp", cancellation: new CancellationToken(canceled: true)));
}
