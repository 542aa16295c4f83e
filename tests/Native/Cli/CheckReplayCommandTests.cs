namespace TorchBasics.Tests.Native.Cli;

public sealed class CheckReplayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_check_records_replay_judges()
    {
        CliProcess.Run(_folder.Path, "check", "xor-mlp", "--steps", "3", "--threads", "1", "--weight-decay", "0.25", "--momentum",
            "0.75", "--label-smoothing", "0.125", "--record", "rec").ShouldSucceed();

        var output = CliProcess.Run(_folder.Path, "check", "replay", "rec").ShouldSucceed();

        Assert.Equal(4, Directory.GetDirectories(_folder["rec"]).Length); // one for each engine
        Assert.Contains("recording (libtorch float32", output, StringComparison.Ordinal);
        Assert.Contains(
            "in float64, 3 steps, adam (momentum 0.75), rate 0.001, cross-entropy, weight decay 0.25, label smoothing 0.125",
            string.Join(' ', output.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Contains("All within bounds: 1 model", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_of_another_rate_is_a_deviation_and_code_1()
    {
        CliProcess.Run(_folder.Path, "check", "xor-mlp", "--engine", "libtorch64", "--threads", "1", "--learning-rate", "0.25",
            "--record", "rec").ShouldSucceed();
        var index = Path.Combine(_folder["rec"], "xor-mlp-libtorch-float64", "index.json");
        File.WriteAllText(index, File.ReadAllText(index).Replace("0.25", "0.26", StringComparison.Ordinal));

        var result = CliProcess.Run(_folder.Path, "check", "replay", "rec", "--report", "replay.json");

        Assert.Equal(1, result.Code);
        Assert.Contains("A deviation", result.Output, StringComparison.Ordinal);
        Assert.Contains("\"passed\": false", File.ReadAllText(_folder["replay.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_recording_is_refused_with_code_3()
    {
        CliProcess.Run(_folder.Path, "check", "xor-mlp", "--engine", "libtorch32", "--threads", "1", "--record", "rec")
            .ShouldSucceed();
        var step = Path.Combine(_folder["rec"], "xor-mlp-libtorch-float32", "step-0001.safetensors");
        File.WriteAllBytes(step, File.ReadAllBytes(step)[..^10]);

        CliProcess.Run(_folder.Path, "check", "replay", "rec").ShouldFail(3, "truncated");
    }

    [Fact]
    public void A_folder_without_a_recording_is_refused_with_code_3() =>
        CliProcess.Run(_folder.Path, "check", "replay", ".").ShouldFail(3, "holds no recording");

    [Fact]
    public void A_recording_is_not_overwritten()
    {
        string[] command = ["check", "xor-mlp", "--engine", "libtorch32", "--threads", "1", "--record", "rec"];
        CliProcess.Run(_folder.Path, command).ShouldSucceed();

        CliProcess.Run(_folder.Path, command).ShouldFail(2, "already holds a recording");
    }
}
