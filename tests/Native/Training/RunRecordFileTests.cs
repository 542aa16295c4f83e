using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Records;

namespace TorchBasics.Tests.Native.Training;

/// <summary>run.json as text: what is read, and what is refused.</summary>
public sealed class RunRecordFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunRecord _record;

    public RunRecordFileTests() => _record = Runs.Complete(Runs.Xor(epochs: 3) with { Origin = "Grüße/x.onnx" }, _folder["run"]);

    private string File => _folder["run/run.json"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        var random = new RandomGenerator(5);
        for (var place = 0; place < bytes.Length; place++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[place] ^= (byte)(1 << random.NextInt32(8));
            System.IO.File.WriteAllBytes(File, damaged);

            RunRecord? read = null;
            var error = Record.Exception(() => read = RunRecordFile.Read(File));

            if (error is not null)
                Assert.Contains("--resume", Assert.IsType<MalformedFileException>(error).Message, StringComparison.Ordinal);
            else
                // another way to write the same character
                Assert.Equal(RunRecordFile.Compose(_record), RunRecordFile.Compose(read!));
        }
    }

    [Fact]
    public void Another_layout_of_the_same_content_is_the_same_record()
    {
        System.IO.File.WriteAllText(File, JsonNode.Parse(System.IO.File.ReadAllText(File))!.ToJsonString());

        Assert.Equal(RunRecordFile.Compose(_record), RunRecordFile.Compose(RunRecordFile.Read(File)!));
    }

    [Theory]
    [InlineData("test.confusion.counts", "[[9223372036854775807, 1], [1, 9223372036854775807]]", "overflow")]
    [InlineData("test.confusion.counts", "[[2, 0]]", "as many columns as rows")]
    [InlineData("test.confusion.counts", "[null]", "as many columns as rows")]
    [InlineData("test.confusion.counts", "[[-1, 0], [0, 0]]", "no negative count")]
    [InlineData("test.correct", "3000", "'test.correct' is 3000; expected ")]
    [InlineData("epochs", "[null]", "entry 0 of the epochs is null")]
    [InlineData("epochs", "[]", "0 of 3 epochs are listed of a completed run")]
    [InlineData("epochs[1].step", "7", "entry 1 of the epochs is epoch 2 at step 7")]
    [InlineData("epochs[1].accuracy", "1.5", "an accuracy of epoch 2 is outside [0, 1]")]
    [InlineData("request.data", "\" \"", "no model or no data")]
    [InlineData("request.options.recipe.epochs", "2147483647", "does not make 2147483647 epochs")]
    [InlineData("request.options.recipe.optimizer", "17", "not known")]
    [InlineData("request.options.recipe.optimizer", "\"Eve\"", "optimizer")]
    [InlineData("request.options.seed", "-1", "seed")]
    [InlineData("request.threads", "0", "the threads are 0")]
    [InlineData("request.device", null, "device")]
    [InlineData("request.dataOptions", null, "dataOptions")]
    [InlineData("epochs", null, "epochs")]
    [InlineData("request.model", null, "model")]
    [InlineData("request.sead", "1", "'request.sead' is 1; expected no such key")]
    [InlineData("versions.os", "null", "a version is null")]
    [InlineData("run.id", "\"0123\"", "The id of the run is '0123'")]
    [InlineData("weightHash", "\"00\"", "no SHA-256")]
    [InlineData("status", "\"Interrupted\"", "does not fit what came out")]
    [InlineData("status", "\"Asleep\"", "status")]
    [InlineData("status", "17", "the status 17 is not known")]
    [InlineData("status", "\"StoppedEarly\"", "the run stopped early without patience")]
    [InlineData("error", "\"none\"", "the status Completed does not fit the error")]
    [InlineData("watchedSet", "\"validation\"", "the watched set is 'validation' with a hold-out of 0 samples")]
    [InlineData("dataHashes.test", "\"00\"", "The hash '00' of a data set is no SHA-256")]
    [InlineData(
        "dataHashes.holdOut",
        "\"0000000000000000000000000000000000000000000000000000000000000000\"",
        "the hash of the hold-out does not fit a hold-out of 0 samples")]
    [InlineData("epochs[1].learningRate", "-1", "the rate of epoch 2 is -1")]
    [InlineData("epochs[1].seconds", "-1", "the time of epoch 2 is -1 s")]
    [InlineData("request.options.recipe.epochs", "1", "3 epochs are completed of 1")]
    [InlineData("request.options.recipe.learningRate", "-1", "The learning rate is -1")]
    [InlineData("request.dataOptions.testShare", "2", "The share of test samples is 2")]
    [InlineData("request.origin", "\" \"", "the request names an empty file to begin with")]
    [InlineData("format", "3", "the format is 3; this program reads 2")]
    [InlineData("totalSteps", "7", "the total of 7 steps")]
    [InlineData("parameters", "0", "the parameters are 0")]
    public void A_record_that_breaks_a_rule_is_refused_even_with_the_right_digest(string place, string? json, string reason)
    {
        var record = JsonNode.Parse(System.IO.File.ReadAllText(File))!.AsObject();
        record.Remove("sha256");
        Set(record, place, json);
        System.IO.File.WriteAllText(File, RunRecordFile.Seal(record));

        var error = Assert.Throws<MalformedFileException>(() => RunRecordFile.Read(File));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The record of the run cannot be used")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{", "The record of the run cannot be used")]
    [InlineData("{\"format\":2,\"format\":2}", "format")]
    [InlineData("{\"format\":2,\"sha256\":\"\\ud800\"}", "The record of the run cannot be used")]
    [InlineData("{\"status\":\"Completed\"}", "before runs had an id")]
    public void A_text_that_is_no_record_is_refused(string text, string reason)
    {
        System.IO.File.WriteAllText(File, text);

        Assert.Contains(
            reason, Assert.Throws<MalformedFileException>(() => RunRecordFile.Read(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_its_place_is_refused()
    {
        System.IO.File.Delete(File);
        Directory.CreateDirectory(File);

        Assert.Equal(ErrorKind.Data, Assert.Throws<TorchBasicsException>(() => RunRecordFile.Read(File)).Kind);
    }

    // A place such as "epochs[1].step"; null takes the key away.
    private static void Set(JsonObject record, string place, string? json)
    {
        var keys = place.Replace("[", ".", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal).Split('.');
        JsonNode parent = record;
        foreach (var key in keys[..^1])
            parent = int.TryParse(key, out var number) ? parent[number]! : parent[key]!;
        if (json is null)
            parent.AsObject().Remove(keys[^1]);
        else
            parent[keys[^1]] = JsonNode.Parse(json);
    }
}
