using System.Diagnostics;
using System.Text.Json;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>Signals at moments that are not the middle of a training.</summary>
public sealed class SignalTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly string[] Train =
        ["train", "mlp", "--train-limit", "64", "--test-limit", "10", "--epochs", "200", "--threads", "1", "--device", "cpu",
            "--output", "run"];

    private readonly TemporaryFolder _folder = new();
    private int _capacity;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_signal_before_training_begins_is_answered_while_the_data_are_read()
    {
        File.WriteAllLines(_folder["large.csv"], Enumerable.Range(0, 600_000)
            .Select(row => $"1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,{row % 2}"));
        using var process = CliProcess.StartForSignals(
            _folder.Path, "train", "mlp", "--data", "large.csv", "--epochs", "1", "--output", "run");
        // which is made before the data are read
        WaitUntil(process, "The folder of the run is made", () => File.Exists(_folder["run/run.lock"]));

        CliProcess.Signal(process, "TERM");

        CliProcess.End(process).ShouldFail(143, "note: interrupted; no step was trained.");
        Assert.Equal(["large.csv"], _folder.Names);
    }

    [Fact]
    public void A_second_signal_ends_a_training_at_once()
    {
        using var process = StartBlocked();
        // No room for what is printed at the end: with one signal it would wait for ever.
        WaitUntil(process, "The pipe is full", () => NarrowPipe.Held(process) > _capacity - 120);

        for (var watch = Stopwatch.StartNew(); !process.WaitForExit(200) && watch.Elapsed < TimeSpan.FromMinutes(1);)
            CliProcess.Signal(process, "TERM");

        Assert.True(process.HasExited);
        Assert.Equal(143, process.ExitCode);
        Assert.NotEqual("Completed", Status());
        Assert.NotEmpty(Directory.EnumerateFiles(_folder["run/checkpoints"]));
    }

    [Fact]
    public void A_training_that_is_stopped_by_the_system_and_continued_comes_to_its_end()
    {
        using var process = StartBlocked();

        CliProcess.Signal(process, "STOP");
        WaitUntil(process, "The program is stopped", () => State(process) == 'T');
        CliProcess.Signal(process, "CONT");

        CliProcess.End(process).ShouldSucceed();
        Assert.Equal("Completed", Status());
    }

    // A training whose output nobody reads: it waits in the middle until somebody does.
    private Process StartBlocked()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The size of a pipe can be set only on Linux.");
        var process = CliProcess.StartForSignals(_folder.Path, Train);
        _capacity = NarrowPipe.Narrow(process);
        WaitUntil(process, "The run has a record", () => File.Exists(_folder["run/run.json"]));
        return process;
    }

    private string? Status() =>
        JsonDocument.Parse(File.ReadAllText(_folder["run/run.json"])).RootElement.GetProperty("status").GetString();

    // The third field, behind the name of the program in parentheses.
    private static char State(Process process)
    {
        var fields = File.ReadAllText($"/proc/{process.Id}/stat");
        return fields[fields.LastIndexOf(')') + 2];
    }

    // A program that never comes to it would otherwise be waited for as long as the tests may last.
    private static void WaitUntil(Process process, string what, Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition();)
        {
            Assert.False(process.HasExited, $"The program ended before this came true: {what}.");
            if (watch.Elapsed > Limit)
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"This did not come true within {Limit}: {what}. The program was ended.");
            }

            Thread.Sleep(1);
        }
    }
}
