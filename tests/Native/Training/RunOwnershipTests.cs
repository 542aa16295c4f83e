using TorchBasics.Core.Errors;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training;

/// <summary>What lies in the folder of a run and is not of that run, or says something else.</summary>
public sealed class RunOwnershipTests : IDisposable
{
    private const string Seventh = "checkpoints/step-000000007.safetensors";

    private readonly TemporaryFolder _folder = new();

    public RunOwnershipTests() => Runs.StopAt(7, Runs.Xor(), _folder["run"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_with_both_ids_and_what_differs()
    {
        Runs.StopAt(9, Runs.Xor(seed: 2), _folder["other"]);
        var foreign = _folder["run/checkpoints/step-000000009.safetensors"];
        File.Copy(_folder["other/checkpoints/step-000000009.safetensors"], foreign);
        var before = Files();

        var error = Refused();

        Assert.StartsWith($"{foreign} is a checkpoint of the run {IdOf("other")};", error.Message, StringComparison.Ordinal);
        Assert.Contains(IdOf("run"), error.Message, StringComparison.Ordinal);
        Assert.Contains("request.options.seed (2 there, 1 here)", error.Message, StringComparison.Ordinal);
        Assert.EndsWith($"continues the run {IdOf("run")} from step 7.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Files());
        File.Delete(foreign);
        Assert.Equal(Whole(), Runs.Continue(_folder["run"]).WeightHash);
    }

    [Fact]
    public void A_checkpoint_of_a_run_with_the_same_request_is_refused_too()
    {
        Runs.StopAt(9, Runs.Xor(), _folder["other"]);
        File.Copy(_folder["other/checkpoints/step-000000009.safetensors"], _folder["run/checkpoints/step-000000009.safetensors"]);
        File.Delete(_folder["run/run.json"]); // then the checkpoints alone show it

        Assert.Contains(IdOf("other"), Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_record_of_another_run_is_refused_with_both_ids()
    {
        Runs.StopAt(7, Runs.Xor(), _folder["other"]);
        File.Copy(_folder["other/run.json"], _folder["run/run.json"], overwrite: true);

        var error = Refused();

        Assert.StartsWith(
            $"{_folder["run/run.json"]} is of the run {IdOf("other")}; {_folder["run/" + Seventh]} is of the run ",
            error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"seed\": 1,\n", "\"seed\": 9,\n", "request.dataOptions.seed (9 in run.json, 1 in the checkpoint)")]
    [InlineData(
        "\"seed\": 1,\n      \"clip", "\"seed\": 9,\n      \"clip", "request.options.seed (9 in run.json, 1 in the checkpoint)")]
    [InlineData(
        "\"learningRate\": 0.05",
        "\"learningRate\": 0.5",
        "request.options.recipe.learningRate (0.5 in run.json, 0.05 in the checkpoint)")]
    [InlineData(
        "\"epochs\": 10",
        "\"epochs\": 2147483647",
        "request.options.recipe.epochs (2147483647 in run.json, 10 in the checkpoint)")]
    [InlineData("\"data\": \"xor\"", "\"data\": \"and\"", "request.data (\"and\" in run.json, \"xor\" in the checkpoint)")]
    [InlineData("\"threads\": null", "\"threads\": 3", "request.threads (3 in run.json, nothing in the checkpoint)")]
    [InlineData("\"device\": \"cpu\"", "\"device\": \"gpu\"", "request.device (\"gpu\" in run.json, \"cpu\" in the checkpoint)")]
    public void A_record_that_was_edited_is_refused_with_both_values(string before, string after, string named)
    {
        var text = File.ReadAllText(_folder["run/run.json"]);
        var place = text.IndexOf(before, StringComparison.Ordinal);
        File.WriteAllText(_folder["run/run.json"], text[..place] + after + text[(place + before.Length)..]);

        Assert.Contains(named, Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_with_another_request_and_the_right_digest_is_refused_with_both_values()
    {
        var record = RunRecordFile.Read(_folder["run/run.json"])!;
        record = record with { Request = record.Request with { Options = record.Request.Options with { Seed = 9 } } };
        File.WriteAllText(_folder["run/run.json"], RunRecordFile.Compose(record));

        var error = Refused();

        Assert.Contains(
            "do not agree. They differ in request.options.seed (9 in run.json, 1 in the checkpoint).",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_with_the_hash_of_other_samples_is_refused()
    {
        var record = RunRecordFile.Read(_folder["run/run.json"])!;
        File.WriteAllText(_folder["run/run.json"], RunRecordFile.Compose(
            record with { DataHashes = record.DataHashes with { Test = new string('0', 64) } }));

        Assert.Contains("dataHashes.test (\"0000", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_whose_record_is_lost_continues_from_its_checkpoint_and_has_a_record_again()
    {
        var before = RunRecordFile.Read(_folder["run/run.json"])!;
        File.Delete(_folder["run/run.json"]);

        var record = Runs.Continue(_folder["run"]);

        Assert.Equal(Whole(), record.WeightHash);
        Assert.Equal((before.Run, before.Request, before.DataHashes), (record.Run, record.Request, record.DataHashes));
        Assert.Equal(RunRecordFile.Compose(record), File.ReadAllText(_folder["run/run.json"]));
    }

    [Fact]
    public void What_a_session_is_told_anew_stands_in_the_record_and_does_not_keep_the_run_from_continuing()
    {
        using (var run = TrainingRun.Resume(
            _folder["run"], _ => { }, request => request with { Options = request.Options with { CheckpointEvery = 2 } }))
        using (var stop = new CancellationTokenSource())
        {
            stop.Cancel();
            run.Execute(new Runs.Silence(), stop.Token);
        }

        Assert.Equal(2, RunRecordFile.Read(_folder["run/run.json"])!.Request.Options.CheckpointEvery);
        Assert.Equal(Whole(), Runs.Continue(_folder["run"]).WeightHash);
    }

    [Fact]
    public void Runs_with_one_seed_have_different_ids()
    {
        Runs.StopAt(7, Runs.Xor(), _folder["other"]);

        Assert.NotEqual(IdOf("run"), IdOf("other"));
        Assert.Equal(IdOf("run"), Checkpoint.Read(_folder["run/" + Seventh]).State.Run.Id);
    }

    [Fact]
    public void A_folder_whose_record_is_lost_is_no_place_for_a_new_run()
    {
        File.Delete(_folder["run/run.json"]);

        var error = Assert.Throws<TorchBasicsException>(() => TrainingRun.Start(Runs.Xor(), _folder["run"]));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("already holds a run", error.Message, StringComparison.Ordinal);
    }

    private TorchBasicsException Refused()
    {
        var error = Assert.ThrowsAny<TorchBasicsException>(
            () => TrainingRun.Resume(_folder["run"], _ => Assert.Fail("Nothing is damaged.")));
        Assert.Equal(ErrorKind.Data, error.Kind);
        return error;
    }

    private string Whole() => Runs.Complete(Runs.Xor(), _folder["whole"]).WeightHash!;

    private string IdOf(string run) =>
        Checkpoint.Read(Directory.EnumerateFiles(_folder[$"{run}/checkpoints"]).Min()!).State.Run.Id;

    private List<string> Files() => [.. Directory.EnumerateFiles(_folder["run"], "*", SearchOption.AllDirectories).Order()];
}
