namespace TorchBasics.Tests.Native.Cli;

public sealed class CheckCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_that_is_right_ends_in_a_verdict_and_code_0()
    {
        var output = CliProcess.Run(_folder.Path, "check", "xor-mlp").ShouldSucceed();

        Assert.Contains("All within bounds: 1 model", output, StringComparison.Ordinal);
        Assert.Contains("libtorch float32", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("momentum")]
    [InlineData("nesterov")]
    [InlineData("adam")]
    [InlineData("adamw")]
    public void Every_optimizer_can_be_checked(string optimizer) =>
        CliProcess.Run(_folder.Path, "check", "xor-mlp", "--optimizer", optimizer, "--steps", "20", "--engine", "libtorch32")
            .ShouldSucceed();

    [Fact]
    public void The_reference_is_checked_without_libtorch() =>
        CliProcess.Run(_folder.Path, "check", "xor-mlp", "--engine", "reference", "--libtorch", _folder.Path).ShouldSucceed();

    [Fact]
    public void Findings_come_as_json()
    {
        var result = CliProcess.Run(
            _folder.Path, "check", "softmax-regression", "--engine", "libtorch64", "--threads", "1", "--json");

        Assert.Equal(0, result.Code);
        Assert.True(result.Json.GetProperty("passed").GetBoolean());
    }

    // No engine is to blame for a run that explodes: 10^20 times a gradient is beyond what float32 can square.
    [Theory]
    [InlineData("reference")]
    [InlineData("libtorch32")]
    public void A_run_that_explodes_is_not_judged(string engine) =>
        CliProcess.Run(
            _folder.Path, "check", "softmax-regression", "--engine", engine, "--learning-rate", "1e20", "--report", "check.json")
            .ShouldFail(1, "softmax-regression cannot be checked: in step 1 fc.");

    [Fact]
    public void A_report_is_written_beside_the_text()
    {
        CliProcess.Run(_folder.Path, "check", "threshold-and", "--report", "check.html").ShouldSucceed();

        Assert.Contains("</html>", File.ReadAllText(_folder["check.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_report_is_refused_before_anything_runs() =>
        CliProcess.Run(_folder.Path, "check", "--report", "check.pdf").ShouldFail(2, "ends in '.pdf'");

    [Fact]
    public void An_unknown_model_is_refused_with_the_nearest_name() =>
        CliProcess.Run(_folder.Path, "check", "lenet6").ShouldFail(2, "There is no model 'lenet6'");

    [Theory]
    [InlineData("--steps", "0")]
    [InlineData("--batch", "-1")]
    [InlineData("--learning-rate", "0")]
    public void A_number_out_of_range_is_refused(string option, string value) =>
        CliProcess.Run(_folder.Path, "check", "xor-mlp", option, value).ShouldFail(2, $"{option} is {value}");

    [Fact]
    public void The_self_test_finds_every_fault_and_raises_no_alarm()
    {
        var result = CliProcess.Run(_folder.Path, "check", "--self-test", "--random", "5", "--json");

        Assert.Equal(0, result.Code);
        Assert.InRange(result.Json.GetProperty("faults").GetArrayLength(), 60, int.MaxValue);
        Assert.Equal(0, result.Json.GetProperty("alarms").GetArrayLength());
    }

    [Fact]
    public void The_self_test_takes_no_model() =>
        CliProcess.Run(_folder.Path, "check", "lenet5", "--self-test").ShouldFail(2, "leave 'lenet5' out");

    [Fact]
    public void A_run_is_replayed_and_a_figure_that_was_changed_ends_in_code_1()
    {
        CliProcess.Run(_folder.Path, "train", "xor-mlp", "--epochs", "3", "--batch-size", "3", "--output", "run", "--quiet")
            .ShouldSucceed();
        Assert.Contains(
            "All within bounds: 1 model",
            CliProcess.Run(_folder.Path, "check", "--run", "run").ShouldSucceed(),
            StringComparison.Ordinal);
        var table = _folder["run/metrics.csv"];
        File.WriteAllText(table, File.ReadAllText(table).Replace("\n1,2,", "\n1,3,", StringComparison.Ordinal));

        var result = CliProcess.Run(_folder.Path, "check", "--run", "run", "--json");

        Assert.Equal(1, result.Code);
        Assert.Contains(
            "reported.metrics.csv epoch 1[1]", result.Json.GetProperty("verdict").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_takes_no_model_of_its_own() =>
        CliProcess.Run(_folder.Path, "check", "lenet5", "--run", "run").ShouldFail(2, "leave 'lenet5' out");
}
