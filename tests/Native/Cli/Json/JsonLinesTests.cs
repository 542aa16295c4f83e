using System.Text.Json;

namespace TorchBasics.Tests.Native.Cli.Json;

public sealed class JsonLinesTests : IDisposable
{
    private static readonly string[] Xor = ["train", "xor-mlp", "--epochs", "3", "--output", "run"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_tells_its_start_every_epoch_and_checkpoint_and_its_end()
    {
        var lines = CliProcess.Run(_folder.Path, [.. Xor, "--json-lines"]).JsonLines;

        var events = lines.Select(line => line.GetProperty("event").GetString()!).ToList();
        Assert.Equal("start", events[0]);
        Assert.Equal("end", events[^1]);
        Assert.Equal(3, events.Count(name => name == "epoch"));
        Assert.Contains("checkpoint", events);
        var end = lines[^1];
        Assert.Equal("completed", end.GetProperty("status").GetString());
        Assert.Equal(
            JsonDocument.Parse(File.ReadAllText(_folder["run/run.json"])).RootElement.GetProperty("weightHash").GetString(),
            end.GetProperty("weightHash").GetString());
    }

    [Fact]
    public void A_long_epoch_tells_its_steps_about_once_a_second()
    {
        // two epochs of some seconds: single samples, on libtorch's operators, which are slow at that
        var lines = CliProcess.Run(
            _folder.Path, "train", "lenet5", "--epochs", "1", "--batch-size", "1", "--kernels", "libtorch", "--threads", "1",
            "--train-limit", "4000", "--test-limit", "10", "--json-lines").JsonLines;

        var steps = lines.Where(line => line.GetProperty("event").GetString() == "step").ToList();
        var seconds = lines.Single(line => line.GetProperty("event").GetString() == "epoch").GetProperty("metrics")
            .GetProperty("seconds").GetDouble();
        Assert.InRange(steps.Count, seconds >= 2 ? 1 : 0, (int)seconds + 1);
        Assert.All(steps, step => Assert.InRange(step.GetProperty("samplesPerSecond").GetDouble(), 1, 1e9));
        Assert.Equal(steps.Select(step => step.GetProperty("step").GetInt64()).Order(), steps.Select(
            step => step.GetProperty("step").GetInt64()));
    }

    [Fact]
    public void A_diverging_run_ends_with_the_reason()
    {
        var result = CliProcess.Run(_folder.Path, [.. Xor, "--learning-rate", "1e38", "--optimizer", "sgd", "--json-lines"]);

        var end = result.JsonLines[^1];
        Assert.Equal(1, result.Code);
        Assert.Equal("failed", end.GetProperty("status").GetString());
        Assert.Equal(end.GetProperty("error").GetString(), result.JsonErrors[^1].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--find-learning-rate")]
    public void It_does_not_go_with_another_output(string other)
    {
        var result = CliProcess.Run(_folder.Path, [.. Xor, "--json-lines", other]);

        Assert.Equal(2, result.Code);
        Assert.Contains(other, result.JsonErrors[0].GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_member_of_a_committee_has_a_start_and_an_end()
    {
        var lines = CliProcess.Run(_folder.Path, [.. Xor, "--members", "2", "--json-lines"]).JsonLines;

        Assert.Equal(2, lines.Count(line => line.GetProperty("event").GetString() == "start"));
        Assert.Equal(2, lines.Count(line => line.GetProperty("event").GetString() == "end"));
    }
}
