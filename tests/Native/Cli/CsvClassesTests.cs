using TorchBasics.Core.Catalog;
using TorchBasics.Formats.Models;
using TorchBasics.Tests.Native.Training;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Cli;

public sealed class CsvClassesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_network_judges_another_file_by_the_classes_that_it_knows()
    {
        Runs.Complete(Request(Write("all.csv", "1", "2", "3"), epochs: 60), _folder["run"]);
        Write("some.csv", "3", "2");
        Write("other.csv", "3", "4");

        var report = CliProcess.Run(_folder.Path, "evaluate", "run", "--data", "some.csv", "--json").Json;

        Assert.Equal(
            ["1", "2", "3"],
            report.GetProperty("classes").EnumerateArray().Select(entry => entry.GetProperty("name").GetString()));
        Assert.Equal(0, report.GetProperty("classes")[0].GetProperty("samples").GetInt64());
        Assert.Equal(1, report.GetProperty("accuracy").GetDouble());
        CliProcess.Run(_folder.Path, "evaluate", "run", "--data", "other.csv")
            .ShouldFail(
                3, "other.csv", "line 3: the label in column 2 ('kind') is '4', which is none of the network's classes 1, 2, 3.");
    }

    [Fact]
    public void A_network_is_trained_further_on_a_file_that_lacks_some_of_its_classes()
    {
        Runs.Complete(Request(Write("all.csv", "1", "2", "3")), _folder["run"]);
        var model = ModelFile.Read(_folder["run/model.safetensors"]);

        using var run = TrainingRun.Start(Request(Write("some.csv", "3", "2")), _folder["further"], model);

        Assert.Equal(["1", "2", "3"], run.ToModel().ClassNames);
        var train = run.Data.Train;
        Assert.All(
            Enumerable.Range(0, train.Count),
            n => Assert.Equal((int)Math.Round(train.Sample<float>(n)[0]) - 1, train.Labels.Span[n]));
    }

    [Fact]
    public void A_quantity_as_label_ends_with_exit_code_3_and_leaves_no_run()
    {
        Write("prices.csv", "1.5", "2.25", "3.5");

        CliProcess.Run(_folder.Path, "train", "mlp", "--data", "prices.csv", "--output", "run")
            .ShouldFail(3, "'kind'", "is a quantity, not a class", "--label-column");

        Assert.False(Directory.Exists(_folder["run"]));
    }

    public void Dispose() => _folder.Dispose();

    // One feature, within 0.2 of the label's number.
    private string Write(string name, params string[] labels)
    {
        var rows = Enumerable.Range(0, 60).Select(i => (Label: labels[i % labels.Length], Noise: ((i % 5) - 2) * 0.1));
        File.WriteAllLines(
            _folder[name], rows.Select(row => $"{double.Parse(row.Label) + row.Noise:0.0},{row.Label}").Prepend("size,kind"));
        return _folder[name];
    }

    private static RunRequest Request(string path, int epochs = 1)
    {
        var request = Runs.Xor(epochs: epochs) with { Model = "mlp", Data = path };
        return request with
        {
            Options =
                request.Options with { CheckpointEvery = null, Recipe = Mlp.Recipe with { Epochs = epochs, BatchSize = 12 } }
        };
    }
}
