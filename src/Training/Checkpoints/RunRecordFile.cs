using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Checkpoints;

/// <summary>
/// run.json: a record, and under "sha256" a digest of all the rest. The digest is taken of the text without blanks between
/// the tokens, so that another layout of the same content is the same record; any other change is found.
/// </summary>
internal static class RunRecordFile
{
    /// <summary>Name of the file in the folder of a run.</summary>
    public const string FileName = "run.json";

    private const string DigestKey = "sha256";
    private const string FormatKey = "format";
    private const int LargestBytes = 1 << 26;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What to do about a record that cannot be used.</summary>
    public static string Advice(string path) =>
        $"Remove it: 'torchbasics train --resume {Path.GetDirectoryName(path)}' then continues from what the checkpoints hold "
        + "and writes it anew, and a finished model can be used without it.";

    /// <summary>The text of the file.</summary>
    public static string Compose(RunRecord record) => Seal(ToJson(record));

    /// <summary>The text of a file with this content, whatever it is worth.</summary>
    internal static string Seal(JsonObject json)
    {
        json[DigestKey] = Digest(json);
        return json.ToJsonString(CheckpointJson.Default.Options) + "\n";
    }

    /// <summary>Reads the file and holds it against its digest and every rule.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The record; null when there is no file.</returns>
    /// <exception cref="MalformedFileException">It is damaged, was changed, or is of another version.</exception>
    /// <exception cref="TorchBasicsException">It cannot be read: kind Data.</exception>
    public static RunRecord? Read(string path)
    {
        if (!Path.Exists(path))
            return null;
        var bytes = InputFile.ReadAll(path, LargestBytes);
        try
        {
            return Read(Tree(bytes));
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new MalformedFileException(
                path, 0, $"The record of the run cannot be used: {ReasonText.Of(error)}. {Advice(path)}", error);
        }
    }

    /// <summary>Where a file that may be damaged differs from a checkpoint; nothing where it cannot be read at all.</summary>
    public static IReadOnlyList<JsonDifference> Differences(string path, CheckpointState state)
    {
        try
        {
            var json = Tree(InputFile.ReadAll(path, LargestBytes));
            return Differences((json["run"], json["request"], json["dataHashes"]), Known(state));
        }
        catch (Exception error) when (IsDamage(error))
        {
            return [];
        }
    }

    /// <summary>Where a record differs from a checkpoint, apart from what may be said again when a run continues.</summary>
    public static IReadOnlyList<JsonDifference> Differences(RunRecord record, CheckpointState state) =>
        Differences(
            Known(record.Run, record.Request.WithoutMeans(), record.DataHashes),
            Known(state.Run, state.Request.WithoutMeans(), state.DataHashes));

    /// <summary>Where the requests and samples of two checkpoints differ.</summary>
    public static IReadOnlyList<JsonDifference> Differences(CheckpointState first, CheckpointState second) =>
        Differences(Known(first.Run, first.Request, first.DataHashes), Known(first.Run, second.Request, second.DataHashes));

    private static (JsonNode? Run, JsonNode? Request, JsonNode? Hashes) Known(CheckpointState state) =>
        Known(state.Run, state.Request, state.DataHashes);

    private static (JsonNode? Run, JsonNode? Request, JsonNode? Hashes) Known(
        RunIdentity run, RunRequest request, DataHashes hashes) =>
        (
            JsonSerializer.SerializeToNode(run, CheckpointJson.Default.RunIdentity),
            JsonSerializer.SerializeToNode(request, CheckpointJson.Default.RunRequest),
            JsonSerializer.SerializeToNode(hashes, CheckpointJson.Default.DataHashes));

    private static List<JsonDifference> Differences(
        (JsonNode? Run, JsonNode? Request, JsonNode? Hashes) first,
        (JsonNode? Run, JsonNode? Request, JsonNode? Hashes) second) =>
    [
        .. JsonDifference.Between(first.Run, second.Run, "run"),
        .. JsonDifference.Between(first.Request, second.Request, "request"),
        .. JsonDifference.Between(first.Hashes, second.Hashes, "dataHashes"),
    ];

    private static JsonObject ToJson(RunRecord record) =>
        JsonSerializer.SerializeToNode(record, CheckpointJson.Default.RunRecord)!.AsObject();

    private static JsonObject Tree(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
            throw new FormatException("it is not valid UTF-8");
        return JsonNode.Parse(bytes, documentOptions: Strict) as JsonObject ?? throw new FormatException("it is no JSON object");
    }

    private static RunRecord Read(JsonObject json)
    {
        if (!json.ContainsKey(FormatKey) && !json.ContainsKey(DigestKey))
            throw new FormatException(
                "it has no 'format' and no 'sha256', as versions of TorchBasics wrote it before runs had an id");
        if (!json.Remove(DigestKey, out var digest) || digest?.GetValueKind() != JsonValueKind.String
            || digest.GetValue<string>() != Digest(json))
            throw new FormatException("its content does not match the SHA-256 at its end; it was changed since it was written");
        var record = json.Deserialize(CheckpointJson.Default.RunRecord) ?? throw new FormatException("it is null");
        if (JsonDifference.Between(json, ToJson(record)).FirstOrDefault() is { } difference)
            throw new FormatException(
                $"'{difference.Place}' is {difference.First ?? "missing"}; expected {difference.Second ?? "no such key"}");
        RunRules.Check(record);
        return record;
    }

    private static string Digest(JsonObject json) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString())));

    // All that text can do to a reader: wrong syntax and types, halves of characters, numbers and counts that break a rule.
    private static bool IsDamage(Exception error) =>
        error is JsonException or FormatException or NotSupportedException or InvalidOperationException or ArgumentException
            or OverflowException or TorchBasicsException;
}
