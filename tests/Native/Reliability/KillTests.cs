using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Tests.Native.Cli;

namespace TorchBasics.Tests.Native.Reliability;

/// <summary>Real processes that end without a warning. scripts/kill-test does the same for as long as one likes.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 5;

    private static readonly string[] Train =
        ["train", "lenet1", "--train-limit", "640", "--test-limit", "50", "--epochs", "8", "--seed", "7", "--device", "cpu",
            "--threads", "1", "--checkpoint-every", "1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_that_is_killed_again_and_again_ends_with_the_weights_of_an_undisturbed_one()
    {
        CliProcess.Run(_folder.Path, [.. Train, "--output", "whole"]).ShouldSucceed();
        var moments = new RandomGenerator(11);

        var acknowledged = -1L;
        for (var kill = 0; kill < Kills; kill++)
        {
            KillAfter(steps: 1 + moments.NextInt32(15), acknowledged);

            Assert.InRange(
                Directory.EnumerateFiles(_folder["run"], ".torchbasics-*.tmp", SearchOption.AllDirectories).Count(), 0, 1);
            acknowledged = NewestStep();
        }

        var output = CliProcess.Run(_folder.Path, "train", "--resume", "run").ShouldSucceed();
        Assert.Matches($@"resumed +at step {acknowledged} of 80\b", output);
        Assert.Empty(Directory.EnumerateFiles(_folder["run/checkpoints"], "*.damaged"));
        Assert.Equal(WeightHash("whole"), WeightHash("run"));
    }

    [Fact]
    public void A_second_process_in_the_folder_of_a_run_is_refused_and_does_no_harm()
    {
        using var first = Start([.. Train, "--output", "run"]);
        WaitForStep(3, first);
        Send("STOP", first); // or it would be over before the second one has started

        var second = CliProcess.Run(_folder.Path, "train", "--resume", "run");

        Send("CONT", first);
        second.ShouldFail(1, "run.lock is held by another process");
        CliProcess.End(first).ShouldSucceed();
        Assert.Equal(8, Record("run").GetProperty("epochs").GetArrayLength());
    }

    // Continues the run, or starts it, and kills it when so many checkpoints more have been completed.
    private void KillAfter(int steps, long acknowledged)
    {
        using var process = Start(acknowledged < 0 ? [.. Train, "--output", "run"] : ["train", "--resume", "run"]);
        WaitForStep(Math.Max(acknowledged, 0) + steps, process);
        process.Kill();
        process.WaitForExit();
    }

    private Process Start(string[] arguments) => CliProcess.Start(_folder.Path, new Dictionary<string, string>(), arguments);

    private static void Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private void WaitForStep(long step, Process process)
    {
        while (NewestStep() < step)
        {
            Assert.False(process.HasExited, "The run ended before it could be disturbed.");
            Thread.Sleep(1);
        }
    }

    // A checkpoint that has its name is complete: it gets the name last.
    private long NewestStep() => !Directory.Exists(_folder["run/checkpoints"]) ? -1 :
        Directory.EnumerateFiles(_folder["run/checkpoints"], "step-*.safetensors")
            .Select(
                file => long.Parse(Path.GetFileNameWithoutExtension(file).AsSpan("step-".Length), CultureInfo.InvariantCulture))
            .DefaultIfEmpty(-1).Max();

    private string WeightHash(string run) => Record(run).GetProperty("weightHash").GetString()!;

    private JsonElement Record(string run) => JsonDocument.Parse(File.ReadAllText(_folder[$"{run}/run.json"])).RootElement;
}
