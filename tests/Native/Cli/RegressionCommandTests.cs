using TorchBasics.Training.Runs;
using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Formats.Models;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>train --targets and what follows.</summary>
public sealed class RegressionCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // price = 3000 area - 500 age + 20000, rooms = area / 25; a line that a single layer finds.
    public RegressionCommandTests()
    {
        var random = RandomGenerator.ForStream(1, "houses");
        var rows = Enumerable.Range(0, 200).Select(_ =>
        {
            var (area, age) = (random.NextUniform(30, 200), random.NextUniform(0, 90));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{area:F3},{age:F3},{(3000 * area) - (500 * age) + 20000:F1},{area / 25:F4}\n");
        });
        File.WriteAllText(_folder["houses.csv"], "area,age,price,rooms\n" + string.Concat(rows));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Quantities_are_learnt_measured_and_predicted_in_their_own_units()
    {
        var record = Train("run", "--targets", "price,rooms");

        var test = record.GetProperty("test").GetProperty("regression");
        Assert.Equal(40, test.GetProperty("samples").GetInt32());
        Assert.InRange(test.GetProperty("rSquared").GetDouble(), 0.99, 1);
        Assert.Equal("mse", record.GetProperty("request").GetProperty("options").GetProperty("recipe")
            .GetProperty("loss").GetString());
        Assert.InRange(record.GetProperty("epochs")[0].GetProperty("rSquared").GetDouble(), -100, 1);

        var evaluation = CliProcess.Run(_folder.Path, "evaluate", "run", "--json").Json;
        Assert.Equal(test.GetProperty("rSquared").GetDouble(), evaluation.GetProperty("rSquared").GetDouble(), 6);
        Assert.Equal(["price", "rooms"], evaluation.GetProperty("targets").EnumerateArray()
            .Select(target => target.GetProperty("name").GetString()));
        Assert.InRange(evaluation.GetProperty("targets")[0].GetProperty("rmse").GetDouble(), 1, 20_000);
        var table = CliProcess.Run(_folder.Path, "evaluate", "run").ShouldSucceed();
        Assert.Contains("40 test samples of houses.csv", table, StringComparison.Ordinal);
        Assert.Matches(@"R2 (0\.99|1\.00)", table);

        File.WriteAllText(_folder["new.csv"], "age,area\n10,100\n20,\n");
        var prediction = CliProcess.Run(_folder.Path, "predict", "new.csv", "--model", "run", "--json");
        var values = prediction.Json.GetProperty("predictions")[0].GetProperty("values");
        Assert.Equal("price", values[0].GetProperty("name").GetString());
        Assert.InRange(values[0].GetProperty("value").GetDouble(), 295_000, 335_000); // 315,000
        Assert.InRange(values[1].GetProperty("value").GetDouble(), 3.7, 4.3); // 4
        prediction.ShouldFail(3, "line 3: column 2 ('area') holds ''");
        Assert.Contains(
            "new.csv:2: price ",
            CliProcess.Run(_folder.Path, "predict", "new.csv", "--model", "run").Output, StringComparison.Ordinal);

        var lines = File.ReadAllLines(_folder["run/metrics.csv"]);
        Assert.Equal("epoch,step,learning_rate,train_loss,test_loss,test_rmse,test_r2,train_time_s", lines[0]);
        var report = File.ReadAllText(_folder["run/report.html"]);
        Assert.Contains("Test R squared", report, StringComparison.Ordinal);
        Assert.DoesNotContain("ccuracy", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Confusion", report, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_is_exported_imported_and_checked_and_its_run_is_not_replayed()
    {
        Train("run", "--targets", "price");

        CliProcess.Run(_folder.Path, "export", "run", "-o", "price.onnx").ShouldSucceed();
        CliProcess.Run(_folder.Path, "import", "price.onnx", "-o", "back.safetensors").ShouldSucceed();
        var (model, back) = (ModelFile.Read(_folder["run/model.safetensors"]), ModelFile.Read(_folder["back.safetensors"]));
        Assert.NotNull(model.Targets);
        Assert.Equal(model.Targets, back.Targets);
        Assert.Equal(["price"], model.ClassNames);

        CliProcess.Run(_folder.Path, "check", "--model", "run", "--steps", "1").ShouldSucceed();
        CliProcess.Run(_folder.Path, "check", "--run", "run").ShouldFail(
            2,
            "The run in run learns quantities (price); only runs that tell classes apart are replayed. "
            + "'torchbasics check --model' with this folder holds its network against the reference.");
    }

    [Fact]
    public void A_run_goes_on_where_it_stopped_bit_by_bit()
    {
        var whole = Train("whole", "--targets", "price", "--patience", "50", "--hold-out", "30");
        Training.Runs.StopAt(
            13,
            StoredRun.At(_folder["whole"]).Record!.Request with { Data = _folder["houses.csv"], Threads = 1 },
            _folder["part"]);

        var record = CliProcess.Run(_folder.Path, "train", "--resume", "part", "--json").Json.GetProperty("record");

        Assert.Equal(whole.GetProperty("weightHash").GetString(), record.GetProperty("weightHash").GetString());
        Assert.Equal(
            whole.GetProperty("test").GetProperty("regression").GetProperty("rmse").GetDouble(),
            record.GetProperty("test").GetProperty("regression").GetProperty("rmse").GetDouble());
    }

    [Fact]
    public void A_regression_is_trained_further_in_its_own_scale()
    {
        Train("run", "--targets", "price");
        var before = ModelFile.Read(_folder["run/model.safetensors"]);

        CliProcess.Run(
            _folder.Path, "train", "run", "--epochs", "1", "--output", "more", "--quiet").ShouldSucceed();

        var after = ModelFile.Read(_folder["more/model.safetensors"]);
        Assert.Equal(before.Targets, after.Targets);
        Assert.NotEqual(WeightHash.Of(before.Weights), WeightHash.Of(after.Weights));
    }

    [Theory]
    [InlineData("--targets learns quantities, with --loss mse. Leave it out.", "--targets", "price", "--loss", "cross-entropy")]
    [InlineData("--label-smoothing is for classes", "--targets", "price", "--label-smoothing", "0.1")]
    [InlineData("The fused kernels cannot train this network: it learns quantities", "--targets", "price", "--kernels", "fused")]
    [InlineData("has no column 'prize'", "--targets", "prize")]
    [InlineData("--targets and --label-column rooms do not go together", "--targets", "price", "--label-column", "rooms")]
    [InlineData("--members makes a committee of networks that tell classes apart", "--targets", "price", "--members", "2")]
    public void What_does_not_go_with_quantities_is_refused(string message, params string[] options)
    {
        CliProcess.Run(_folder.Path, ["train", "mlp", "--data", "houses.csv", "--output", "run", .. options])
            .ShouldFail(2, message);

        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void A_network_with_other_outputs_is_refused()
    {
        File.WriteAllText(_folder["small.csv"], "a,b,y\n" + string.Concat(Enumerable.Repeat("1,2,3\n2,3,5\n", 10)));

        CliProcess.Run(_folder.Path, "train", "xor-mlp", "--data", "small.csv", "--targets", "y").ShouldFail(
            2, "xor-mlp takes samples of shape [N, 2] and tells 2 classes apart; "
                + "small.csv has samples of shape [N, 2] and 1 target");
    }

    [Fact]
    public void A_learning_rate_is_found_for_quantities_too() => Assert.True(CliProcess.Run(
        _folder.Path, "train", "mlp", "--data", "houses.csv", "--targets", "price", "--find-learning-rate", "--json")
        .Json.TryGetProperty("suggested", out _));

    [Fact]
    public void Data_show_lists_the_targets() => Assert.Contains(
        "rooms", CliProcess.Run(_folder.Path, "data", "show", "houses.csv", "--targets", "rooms").ShouldSucceed());

    private System.Text.Json.JsonElement Train(string run, params string[] more)
    {
        var result = CliProcess.Run(
            _folder.Path,
            [
                "train", "softmax-regression", "--data", "houses.csv", "--epochs", "20", "--batch-size", "16",
                "--learning-rate", "0.05", "--threads", "1", "--output", run, "--json", .. more,
            ]);
        result.ShouldSucceed();
        return result.Json.GetProperty("record");
    }
}
