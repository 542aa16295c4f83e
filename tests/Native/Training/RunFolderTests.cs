using TorchBasics.Core.Errors;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training;

/// <summary>Folders that change under a run, or hold what a run does not put there.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_written_into_a_folder_that_takes_the_place_of_the_run()
    {
        var error = DisturbedAt(5, () =>
        {
            Directory.Move(_folder["run"], _folder["moved"]);
            Directory.CreateDirectory(_folder["run/checkpoints"]);
        });

        Assert.Contains("it was deleted, moved or replaced", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            [_folder["run/checkpoints"]], Directory.EnumerateFileSystemEntries(_folder["run"], "*", SearchOption.AllDirectories));
        Assert.Equal(Runs.Complete(Runs.Xor(), _folder["whole"]).WeightHash, Runs.Continue(_folder["moved"]).WeightHash);
    }

    [Fact]
    public void Nothing_is_written_into_another_run_that_takes_the_place_of_the_run()
    {
        Runs.StopAt(7, Runs.Xor(), _folder["other"]);
        var before = Contents("other");

        DisturbedAt(5, () =>
        {
            Directory.Move(_folder["run"], _folder["moved"]);
            Directory.Move(_folder["other"], _folder["run"]);
        });

        Assert.Equal(before, Contents("run"));
    }

    [Fact]
    public void A_folder_that_is_deleted_ends_the_run_and_is_not_made_again()
    {
        DisturbedAt(5, () => Directory.Delete(_folder["run"], recursive: true));

        Assert.False(Path.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData("run.json")]
    [InlineData("model.safetensors")]
    [InlineData("run.lock")]
    [InlineData("checkpoints/step-000000008.safetensors")]
    public void A_link_in_the_folder_is_refused_and_what_it_leads_to_stays(string name)
    {
        Runs.StopAt(7, Runs.Xor(), _folder["run"]);
        File.WriteAllText(_folder["mine"], "mine");
        File.Delete(_folder[$"run/{name}"]);
        File.CreateSymbolicLink(_folder[$"run/{name}"], _folder["mine"]);

        var error = Assert.Throws<TorchBasicsException>(() => Runs.Continue(_folder["run"]));

        Assert.Equal((ErrorKind.Data, "mine"), (error.Kind, File.ReadAllText(_folder["mine"])));
        Assert.StartsWith($"{_folder[$"run/{name}"]} is a link to {_folder["mine"]};", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_in_place_of_the_checkpoints_is_refused_for_a_new_run_too()
    {
        Directory.CreateDirectory(_folder["run"]);
        Directory.CreateDirectory(_folder["mine"]);
        Directory.CreateSymbolicLink(_folder["run/checkpoints"], _folder["mine"]);

        Assert.Throws<TorchBasicsException>(() => TrainingRun.Start(Runs.Xor(), _folder["run"]));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["mine"]));
    }

    [Fact]
    public void What_killed_processes_left_half_written_is_removed_when_a_run_continues()
    {
        Runs.StopAt(7, Runs.Xor(), _folder["run"]);
        string[] stale = [_folder["run/.torchbasics-1-ab.tmp"], _folder["run/checkpoints/.torchbasics-2-cd.tmp"]];
        foreach (var path in stale)
            File.WriteAllText(path, "half");

        using var run = TrainingRun.Resume(_folder["run"], _ => { });

        Assert.DoesNotContain(stale, File.Exists);
    }

    [Fact]
    public void A_folder_that_cannot_be_opened_is_not_kept_locked()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.WriteAllText(_folder["run/checkpoints"], "no folder"); // which is seen when the lock is held
        Assert.Equal(
            ErrorKind.Failed, Assert.Throws<TorchBasicsException>(() => TrainingRun.Start(Runs.Xor(), _folder["run"])).Kind);
        File.Delete(_folder["run/checkpoints"]);

        Assert.Equal(RunStatus.Completed, Runs.Complete(Runs.Xor(), _folder["run"]).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_continues_on_the_same_test_set_and_hold_out_only(bool holdOut)
    {
        var csv = _folder["points.csv"];
        string[] Lines(int changed) =>
            [.. Enumerable.Range(0, 30).Select(i => $"{i + (i == changed ? 0.5 : 0)},{i * i},{i % 2}").Prepend("a,b,label")];
        var request = Runs.Xor() with { Model = "mlp", Data = csv };
        request = request with { Options = request.Options with { HoldOut = 6 } };
        File.WriteAllLines(csv, Lines(-1));
        var hashes = Runs.StopAt(3, request, _folder["run"]).DataHashes;

        // A row whose change is one of that set alone.
        var row = Enumerable.Range(0, 30).First(changed =>
        {
            File.WriteAllLines(csv, Lines(changed));
            using var other = TrainingRun.Start(request, _folder[$"{changed}"]);
            var now = other.DataHashes;
            return now.Training == hashes.Training && (holdOut ? now.HoldOut != hashes.HoldOut : now.Test != hashes.Test);
        });
        var error = Assert.Throws<TorchBasicsException>(() => Runs.Continue(_folder["run"]));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.StartsWith(
            $"The {(holdOut ? "hold-out" : "test set")} of {csv} is not the one this run started with",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains((holdOut ? hashes.HoldOut : hashes.Test)!, error.Message, StringComparison.Ordinal);
        Assert.InRange(row, 0, 29);
    }

    // Trains with everyone watching who writes into the folder, and disturbs when a step is done.
    private TorchBasicsException DisturbedAt(long step, Action disturb)
    {
        using var run = TrainingRun.Start(Runs.Xor(), _folder["run"]);
        var error = Assert.Throws<TorchBasicsException>(() => run.Execute(
            new ObserverGroup(new Disturber(step, disturb), new MetricsCsv(), new TensorBoardLog(), new HtmlReport())));
        Assert.Equal(ErrorKind.Failed, error.Kind);
        return error;
    }

    private Dictionary<string, string> Contents(string run) =>
        Directory.EnumerateFiles(_folder[run], "*", SearchOption.AllDirectories)
            .ToDictionary(
                file => Path.GetRelativePath(_folder[run], file), file => Convert.ToBase64String(File.ReadAllBytes(file)));

    private sealed class Disturber(long step, Action disturb) : ITrainingObserver
    {
        public void OnStep(TrainingRun run)
        {
            if (run.Trainer.StepCount == step)
                disturb();
        }
    }
}
