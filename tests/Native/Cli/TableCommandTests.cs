using TorchBasics.Formats.Models;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>Empty fields and words in CSV files, from training to prediction.</summary>
public sealed class TableCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Red is flat and blue is tall, whatever the width.
    public TableCommandTests() => File.WriteAllText(
        _folder["shapes.csv"],
        "width,colour,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{(i % 7 == 3 ? "" : $"{i % 5}")},{(i % 2 == 0 ? "red" : "blue")},{(i % 2 == 0 ? "flat" : "tall")}\n")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_learnt_of_the_columns_goes_with_the_model()
    {
        CliProcess.Run(
            _folder.Path, "train", "softmax-regression", "--data", "shapes.csv", "--missing", "mean", "--categorical", "colour",
            "--epochs", "20", "--batch-size", "8", "--output", "run", "--quiet").ShouldSucceed();

        var table = ModelFile.Read(_folder["run/model.safetensors"]).Table!;
        Assert.Equal((1, 2), (table[0].Fill!.Count, table[1].Categories!.Count));
        Assert.Equal(
            1, CliProcess.Run(_folder.Path, "evaluate", "run", "--json").Json.GetProperty("accuracy").GetDouble());

        File.WriteAllText(_folder["new.csv"], "colour,width\nred,1\nblue,\ngreen,2\nred,wide\n");
        var result = CliProcess.Run(_folder.Path, "predict", "new.csv", "--model", "run", "--top", "1");
        var lines = result.Output.Split('\n');
        Assert.StartsWith("new.csv:2: flat ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("new.csv:3: tall ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("new.csv:4: ", lines[2], StringComparison.Ordinal);
        result.ShouldFail(
            3,
            "line 5: column 2 ('width') holds 'wide'; expected a number",
            "new.csv: 1 field holds a word that the model was not trained on; such a field is none of the known words.");

        CliProcess.Run(_folder.Path, "export", "run", "-o", "shapes.onnx").ShouldSucceed();
        Assert.Equal(
            lines[1],
            CliProcess.Run(_folder.Path, "predict", "new.csv", "--model", "shapes.onnx", "--top", "1").Output.Split('\n')[1]);
        CliProcess.Run(_folder.Path, "train", "run", "--epochs", "1", "--batch-size", "8", "--output", "more", "--quiet")
            .ShouldSucceed();
        Assert.Equal(table, ModelFile.Read(_folder["more/model.safetensors"]).Table!);
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("drop-row")]
    public void A_run_is_replayed_from_the_file(string missing)
    {
        CliProcess.Run(
            _folder.Path, "train", "softmax-regression", "--data", "shapes.csv", "--missing", missing, "--categorical", "colour",
            "--epochs", "2", "--batch-size", "8", "--hold-out", "5", "--output", "run", "--quiet").ShouldSucceed();

        CliProcess.Run(_folder.Path, "check", "--run", "run", "--steps", "2").ShouldSucceed();
    }

    [Fact]
    public void Without_options_the_first_such_field_is_refused_with_what_to_type()
    {
        CliProcess.Run(_folder.Path, "train", "mlp", "--data", "shapes.csv", "--batch-size", "8", "--output", "run").ShouldFail(
            3,
            "shapes.csv", "line 2: column 2 ('colour') holds 'red'; expected a number such as -1.5e3. "
            + "Where it names a category, --categorical colour makes a number of each word.");
        CliProcess.Run(_folder.Path, "train", "mlp", "--data", "shapes.csv", "--categorical", "colour", "--batch-size", "8",
            "--output", "run").ShouldFail(
            3,
            "line 5: the field in column 1 ('width') is empty. --missing mean puts the mean of the training rows there, "
            + "--missing drop-row leaves such rows out.");

        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Data_show_lists_the_columns_as_a_network_gets_them() => Assert.Contains(
        "colour=red", CliProcess.Run(
            _folder.Path, "data", "show", "shapes.csv", "--categorical", "colour", "--missing", "mean").ShouldSucceed());
}
