using System.Text;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training;

/// <summary>Checkpoints of which the newest is damaged, in every way that a file can be.</summary>
public sealed class CheckpointStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CheckpointStoreTests() => Runs.StopAt(7, Runs.Xor(), _folder["run"]);

    private string Newest => _folder["run/checkpoints/step-000000007.safetensors"];

    private string Older => _folder["run/checkpoints/step-000000006.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("torchbasics.architecture")]
    [InlineData("torchbasics.sha256")]
    [InlineData("torchbasics.checkpoint")]
    [InlineData("__metadata__")]
    [InlineData("data_offsets")]
    public void A_flipped_bit_in_any_key_falls_back_to_the_checkpoint_before(string key)
    {
        var bytes = File.ReadAllBytes(Newest);
        bytes[bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(key)) + key.Length - 2] ^= 1;
        File.WriteAllBytes(Newest, bytes);

        FallsBack();
    }

    [Fact]
    public void An_empty_file_falls_back_to_the_checkpoint_before()
    {
        File.WriteAllBytes(Newest, []);

        FallsBack();
    }

    [Fact]
    public void A_finished_model_in_its_place_falls_back_to_the_checkpoint_before()
    {
        Runs.Complete(Runs.Xor(), _folder["whole"]);
        File.Copy(_folder["whole/model.safetensors"], Newest, overwrite: true);

        FallsBack();
    }

    [Fact]
    public void A_folder_in_its_place_falls_back_to_the_checkpoint_before()
    {
        File.Delete(Newest);
        Directory.CreateDirectory(Newest);

        FallsBack();
    }

    [Fact]
    public void A_checkpoint_of_another_step_than_its_name_says_falls_back_to_the_one_before()
    {
        File.Copy(Older, Newest, overwrite: true);

        FallsBack();
    }

    [Fact]
    public void Where_no_checkpoint_can_be_read_none_is_renamed()
    {
        File.WriteAllBytes(Newest, []);
        File.WriteAllBytes(Older, []);

        var error = Assert.Throws<TorchBasicsException>(() => TrainingRun.Resume(_folder["run"], _ => { }));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Equal([Older, Newest], Directory.EnumerateFiles(_folder["run/checkpoints"]).Order());
    }

    [Fact]
    public void A_file_with_another_name_is_none_of_its_checkpoints()
    {
        File.Move(Newest, _folder["run/checkpoints/step-7.safetensors"]);

        using var run = TrainingRun.Resume(_folder["run"], _ => Assert.Fail("Nothing is damaged."));

        Assert.Equal(6, run.ResumedAt);
    }

    [Fact]
    public void A_checkpoint_written_before_runs_had_an_id_is_refused_with_the_reason()
    {
        var checkpoint = Checkpoint.Read(Newest);
        var state = System.Text.Json.Nodes.JsonNode
            .Parse(System.Text.Json.JsonSerializer.Serialize(checkpoint.State, CheckpointJson.Default.CheckpointState))!
            .AsObject();
        state.Remove("run");
        ModelFile.Write(
            Newest,
            checkpoint.Model,
            [],
            new Dictionary<string, string> { ["checkpoint"] = state.ToJsonString() },
            TorchBasics.Formats.FileOperations.Instance);
        File.Delete(Older);

        var error = Assert.Throws<TorchBasicsException>(() => TrainingRun.Resume(_folder["run"], _ => { }));

        Assert.Contains("before runs had one; such a run cannot be continued", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_weights_are_those_of_the_run_whatever_lies_in_the_folder()
    {
        var request = Runs.Digits(epochs: 50) with { DataOptions = new() { TrainLimit = 60, TestLimit = 50 } };
        request = request with
        {
            Options = request.Options with { HoldOut = 20, Patience = 3, Recipe = request.Options.Recipe with { BatchSize = 20 } }
        };
        var whole = Runs.Complete(request, _folder["whole"]);
        Runs.StopAt(whole.Epochs[^1].Step - 1, request, _folder["parts"]); // after the best epoch
        File.Copy(Newest, _folder["parts/best.safetensors"], overwrite: true);

        var record = Runs.Continue(_folder["parts"]);

        Assert.Equal(whole.WeightHash, record.WeightHash);
        Assert.Equal(File.ReadAllBytes(_folder["whole/best.safetensors"]), File.ReadAllBytes(_folder["parts/best.safetensors"]));
    }

    private void FallsBack()
    {
        var whole = Runs.Complete(Runs.Xor(), _folder["undisturbed"]);
        var skipped = new List<TorchBasicsException>();
        using var run = TrainingRun.Resume(_folder["run"], skipped.Add);

        Assert.Contains(Newest, Assert.Single(skipped).Message, StringComparison.Ordinal);
        Assert.Equal(6, run.ResumedAt);
        Assert.Equal(whole.WeightHash, run.Execute(new Runs.Silence(), TestContext.Current.CancellationToken).WeightHash);
        Assert.True(Path.Exists(Newest + ".damaged"));
    }
}
