using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Models;
using TorchBasics.Models;
using TorchBasics.Tests.Native.Cli;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using TorchSharp;

namespace TorchBasics.Tests.Native.Training;

public sealed class HoldOutRunTests : IDisposable
{
    private const int HeldOut = 12;
    private const ulong Seed = 5;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_normalisation_comes_from_the_samples_that_are_learnt_from_alone()
    {
        var request = Request(SortedByClass());
        var file = DataCatalog.Load(request.Data, request.DataOptions).Train;
        var held = Held(file.Count);

        using var run = TrainingRun.Start(request, _folder["run"]);

        for (var feature = 0; feature < 2; feature++)
        {
            var (sum, squares, count) = (0.0, 0.0, file.Count - HeldOut);
            for (var n = 0; n < file.Count; n++)
                if (!held.Contains(n))
                    sum += file.Sample<float>(n)[feature];
            var mean = sum / count;
            for (var n = 0; n < file.Count; n++)
                if (!held.Contains(n))
                    squares += (file.Sample<float>(n)[feature] - mean) * (file.Sample<float>(n)[feature] - mean);
            var deviation = Math.Sqrt(squares / count);

            // Rounded to single precision once: half a unit in the last place, 2^-24 of the value.
            Assert.Equal(1 / deviation, run.ToModel().Normalization.Scale[feature], Math.ScaleB(1 / deviation, -23));
            Assert.Equal(
                -mean / deviation, run.ToModel().Normalization.Offset[feature], Math.ScaleB(Math.Abs(mean / deviation), -23));
        }
    }

    [Fact]
    public void An_epoch_is_judged_by_the_samples_kept_back_which_hold_every_class_of_a_sorted_file()
    {
        var request = Request(SortedByClass());
        var file = DataCatalog.Load(request.Data, request.DataOptions).Train;
        var held = Held(file.Count);

        var record = Runs.Complete(request, _folder["run"]);

        var kept = file.Select([.. held]);
        Assert.Equal([0, 1, 2], kept.Labels.ToArray().Distinct().Order());
        var model = ModelFile.Read(_folder["run/model.safetensors"]);
        using (var network = new Network(model))
        using (var samples = new TensorData(kept, model.Normalization, torch.CPU))
        {
            var loss = Loss.Create(LossKind.CrossEntropy, labelSmoothing: 0, classes: 3);
            Assert.Equal(Evaluator.Evaluate(network, samples, loss).Loss, record.Epochs[^1].Loss);
        }

        Assert.Equal("validation", record.WatchedSet);
    }

    [Fact]
    public void The_test_set_is_normalised_as_the_training_set_is()
    {
        var request = Request(SortedByClass());
        var file = DataCatalog.Load(request.Data, request.DataOptions);

        var record = Runs.Complete(request, _folder["run"]);

        var held = Held(file.Train.Count);
        var learnt = file.Train.Select([.. Enumerable.Range(0, file.Train.Count).Where(n => !held.Contains(n))]);
        using (var network = new Network(ModelFile.Read(_folder["run/model.safetensors"])))
        using (var samples = new TensorData(file.Test, SampleStatistics.Standardize(learnt), torch.CPU))
        {
            var loss = Loss.Create(LossKind.CrossEntropy, labelSmoothing: 0, classes: 3);
            Assert.Equal(Evaluator.Evaluate(network, samples, loss), record.Test);
        }
    }

    [Fact]
    public void A_stopped_run_continues_with_the_same_samples_kept_back()
    {
        var request = Request(SortedByClass());
        var whole = Runs.Complete(request, _folder["whole"]);

        Runs.StopAt(3, request, _folder["parts"]);
        var finished = Runs.Continue(_folder["parts"]);

        Assert.Equal(whole.WeightHash, finished.WeightHash);
        Assert.Equal(whole.Epochs.Select(epoch => epoch.Loss), finished.Epochs.Select(epoch => epoch.Loss));
    }

    [Fact]
    public void A_sample_kept_back_has_no_say_in_the_search_for_a_learning_rate()
    {
        var path = SortedByClass();
        var set = DataCatalog.Load(path).Train;
        var number = Held(set.Count)[0];
        string[] arguments = ["train", "mlp", "--data", path, "--hold-out", $"{HeldOut}", "--seed", $"{Seed}", "--batch-size",
            "8", "--find-learning-rate", "--json"];
        var before = CliProcess.Run(_folder.Path, arguments).ShouldSucceed();

        var lines = File.ReadAllLines(path);
        var line = Array.FindIndex(lines, text => text.StartsWith($"{set.Sample<float>(number)[0]},", StringComparison.Ordinal));
        lines[line] = $"1e6,-1e6,{lines[line][^1]}";
        File.WriteAllLines(path, lines);

        Assert.Equal(before, CliProcess.Run(_folder.Path, arguments).ShouldSucceed());
    }

    public void Dispose() => _folder.Dispose();

    // The rule of HoldOut's docstring, once more.
    private static List<int> Held(int samples)
    {
        var numbers = new int[samples];
        for (var i = 0; i < samples; i++)
            numbers[i] = i;
        var random = RandomGenerator.ForStream(Seed, "hold-out");
        for (var i = 0; i < HeldOut; i++)
        {
            var j = i + random.NextInt32(samples - i);
            (numbers[i], numbers[j]) = (numbers[j], numbers[i]);
        }

        return [.. numbers[..HeldOut].Order()];
    }

    // Of the 60 rows 48 are to learn from; the first column tells every row from the others.
    private string SortedByClass()
    {
        var path = _folder["points.csv"];
        File.WriteAllLines(path, Enumerable.Range(0, 60).Select(i => $"{i + 0.5},{(i * i) % 17},{i / 20}").Prepend("a,b,label"));
        return path;
    }

    private static RunRequest Request(string path)
    {
        var request = Runs.Xor(epochs: 2, seed: Seed) with { Model = "mlp", Data = path };
        return request with
        {
            Options =
                request.Options with { HoldOut = HeldOut, Recipe = Core.Catalog.Mlp.Recipe with { Epochs = 2, BatchSize = 8 } }
        };
    }
}
