using System.Globalization;
using TorchBasics.Export;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Tests.Native.Export;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>predict with the rows of CSV files, and which run it takes.</summary>
public sealed class PredictRowsTests : IDisposable
{
    private const string Header = "width,height,kind\n";
    private readonly TemporaryFolder _folder = new();

    // Two clouds that a line between width and height parts; height alone and width alone do not.
    public PredictRowsTests()
    {
        var random = TorchBasics.Core.RandomGenerator.ForStream(1, "rows");
        var rows = Enumerable.Range(0, 60)
            .Select(i => (Width: i % 2 == 0 ? 10.0 : 100, Height: i % 2 == 0 ? 300.0 : 1, Kind: i % 2 == 0 ? "tall" : "flat"))
            .Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Width + random.NextDouble():F3},{row.Height + random.NextDouble():F3},{row.Kind}\n"));
        File.WriteAllText(_folder["shapes.csv"], Header + string.Concat(rows));
        var request = Training.Runs.Xor(epochs: 20) with { Model = "softmax-regression", Data = _folder["shapes.csv"] };
        Training.Runs.Complete(request with
        {
            Options = request.Options with { CheckpointEvery = null, Recipe = request.Options.Recipe with { LearningRate = 0.1 } }
        }, _folder["runs/shapes"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("width,height\n10,300\n100,1\n", "")]
    [InlineData("height,width\n300,10\n1,100\n", "")]
    [InlineData(
        "kind,height,colour,width\n?,300,red,10\n?,1,blue,100\n",
        "not used, because the model was not trained on it: kind, colour")]
    [InlineData("height;width\r\n300;10\r\n1;100", "")]
    [InlineData("10,300\n100,1\n", "rows.csv names no columns; they were taken for width, height, in this order")]
    public void Columns_go_by_their_names_or_by_their_places(string text, string note)
    {
        File.WriteAllText(_folder["rows.csv"], text);

        var result = CliProcess.Run(_folder.Path, "predict", "rows.csv", "--top", "1");

        var lines = result.ShouldSucceed().TrimEnd().Split('\n');
        var first = text.Contains('w', StringComparison.Ordinal) ? 2 : 1;
        Assert.StartsWith($"rows.csv:{first}: tall ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"rows.csv:{first + 1}: flat ", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
        Assert.Contains(note, result.Error, StringComparison.Ordinal);
        Assert.True(note.Length > 0 || result.Error.Length == 0, result.Error);
    }

    [Theory]
    [InlineData("width,hight\n1,2\n", "rows.csv has no column 'height', which the model was trained on. Did you mean 'hight'?")]
    [InlineData(
        "1,2,3\n4,5,6\n",
        "rows.csv has 3 columns; softmax-regression takes rows of 2 numbers: width, height. "
        + "Name them in a first line, or leave out what is no feature")]
    [InlineData("width,height\n", "rows.csv names its columns and holds no row")]
    public void Columns_that_do_not_fit_are_refused(string text, string message)
    {
        File.WriteAllText(_folder["rows.csv"], text);

        CliProcess.Run(_folder.Path, "predict", "rows.csv").ShouldFail(3, message);
    }

    [Fact]
    public void A_row_that_cannot_be_read_is_named_by_line_and_column_and_the_others_are_answered()
    {
        File.WriteAllText(_folder["rows.csv"], "width,height\n10,300\n10,much\n\n100,1e50\n100,1\n");

        var result = CliProcess.Run(_folder.Path, "predict", "rows.csv", "--json");

        result.ShouldFail(
            3,
            "line 3: column 2 ('height') holds 'much'; expected a number",
            "line 5: column 2 ('height') holds '1e50', which is beyond the range",
            "rows.csv: 2 of 4 rows were not answered.");
        var answers = result.Json.GetProperty("predictions").EnumerateArray().ToList();
        Assert.Equal([2, 6], answers.Select(answer => answer.GetProperty("line").GetInt32()));
        Assert.Equal(["tall", "flat"], answers
            .Select(answer => answer.GetProperty("classes")[0].GetProperty("name").GetString()));
        Assert.All(answers, answer => Assert.Equal("rows.csv", answer.GetProperty("file").GetString()));
    }

    [Fact]
    public void The_columns_go_with_the_model_into_files_of_all_formats_that_describe_it()
    {
        File.WriteAllText(_folder["rows.csv"], "height,width\n300,10\n");
        foreach (var file in new[] { "shapes.onnx", "shapes.pt", "shapes.safetensors" })
        {
            CliProcess.Run(_folder.Path, "export", "runs/shapes", "-o", file).ShouldSucceed();

            Assert.Equal(["width", "height"], ModelImport.Read(_folder[file]).Model.Columns!);
        }

        Assert.StartsWith(
            "rows.csv:2: tall ",
            CliProcess.Run(_folder.Path, "predict", "rows.csv", "--model", "shapes.onnx").ShouldSucceed(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void As_many_classes_are_named_as_are_asked_for()
    {
        File.WriteAllText(_folder["rows.csv"], "width,height\n10,300\n");

        Assert.Matches(
            @"^rows\.csv:2: tall [\d.]+ %\n$", CliProcess.Run(_folder.Path, "predict", "rows.csv", "--top", "1").ShouldSucceed());
    }

    [Fact]
    public void Rows_enter_the_network_normalised_as_its_training_set_was()
    {
        double[] row = [40, 170]; // between the clouds, where the answer is not certain
        File.WriteAllText(_folder["rows.csv"], "width,height\n40,170\n");

        var classes = CliProcess.Run(_folder.Path, "predict", "rows.csv", "--json").Json.GetProperty("predictions")[0]
            .GetProperty("classes").EnumerateArray()
            .ToDictionary(entry => entry.GetProperty("name").GetString()!, entry => entry.GetProperty("probability").GetDouble());

        var model = ModelFile.Read(_folder["runs/shapes/model.safetensors"]);
        var (w, b) = (model.Weights[0].Values<float>().ToArray(), model.Weights[1].Values<float>().ToArray());
        var x = row.Select((value, i) => (value * model.Normalization.Scale[i]) + model.Normalization.Offset[i]).ToArray();
        var exponentials = b.Select((bias, k) => Math.Exp(bias + (w[2 * k] * x[0]) + (w[(2 * k) + 1] * x[1]))).ToArray();
        // a few numbers below 10, rounded to single precision
        Assert.Equal(exponentials[0] / exponentials.Sum(), classes[model.ClassNames[0]], 1e-5);
        Assert.InRange(classes[model.ClassNames[0]], 0.01, 0.99);
    }

    [Fact]
    public void A_table_in_another_order_is_not_judged_by_place()
    {
        File.WriteAllText(_folder["other.csv"], "height,width,kind\n300,10,tall\n1,100,flat\n");

        CliProcess.Run(_folder.Path, "evaluate", "runs/shapes", "--data", "other.csv")
            .ShouldFail(2, "was trained on other columns than other.csv has: feature 1 is 'height', expected 'width'");
        CliProcess.Run(_folder.Path, "train", "runs/shapes", "--data", "other.csv")
            .ShouldFail(2, "feature 1 is 'height', expected 'width'");
    }

    [Fact]
    public void The_newest_run_that_takes_such_files_answers()
    {
        File.WriteAllText(_folder["rows.csv"], "width,height\n10,300\n");
        Assert.Contains(
            "There is no finished run in the folder 'runs' here whose network takes pictures",
            CliProcess.Run(_folder.Path, "predict", "x.png").Error,
            StringComparison.Ordinal);
        var request = Training.Runs.Digits("softmax-regression", epochs: 1, samples: 64);
        Training.Runs.Complete(
            request with { Options = request.Options with { CheckpointEvery = null } }, _folder["runs/pictures"]);
        File.SetLastWriteTimeUtc(_folder["runs/shapes/model.safetensors"], DateTime.UtcNow.AddHours(-1));
        Assert.StartsWith(
            "rows.csv:2: tall ", CliProcess.Run(_folder.Path, "predict", "rows.csv").ShouldSucceed(), StringComparison.Ordinal);

        File.SetLastWriteTimeUtc(_folder["runs/pictures/model.safetensors"], DateTime.UtcNow.AddHours(-2));
        CliProcess.Run(_folder.Path, "predict", "x.png").ShouldFail(3, "x.png does not exist"); // not: the newest run takes rows
    }

    [Fact]
    public void What_a_network_does_not_take_is_refused_before_any_answer()
    {
        File.WriteAllText(_folder["rows.csv"], "width,height\n10,300\n");

        var result = CliProcess.Run(_folder.Path, "predict", "rows.csv", "x.png", "--model", "runs/shapes");

        result.ShouldFail(2, "runs/shapes holds softmax-regression, which takes samples [N, 2]");
        Assert.Empty(result.Output);
        CliProcess.Run(_folder.Path, "predict", "rows.csv", "--show")
            .ShouldFail(2, "--show draws pictures; rows.csv holds rows of numbers");
    }

    [Fact]
    public void A_single_output_tells_two_classes_apart()
    {
        ModelExport.Write(Networks.Of("threshold-xor"), _folder["xor.safetensors"], FileKind.SafeTensors);
        File.WriteAllText(_folder["rows.csv"], "0,0\n0,1\n");

        Assert.Equal(
            "rows.csv:1: class 0 100.00 %, class 1 0.00 %\nrows.csv:2: class 1 100.00 %, class 0 0.00 %\n",
            CliProcess.Run(_folder.Path, "predict", "rows.csv", "--model", "xor.safetensors").ShouldSucceed());
    }

    [Fact]
    public void Show_names_the_columns_as_the_file_does() =>
        Assert.Contains(
            "width   height  label",
            CliProcess.Run(_folder.Path, "data", "show", "shapes.csv", "--count", "1").ShouldSucceed(),
            StringComparison.Ordinal);
}
