using System.Text.Json;
using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Training.Checkpoints;

namespace TorchBasics.Tests.Damage;

/// <summary>Every kind of damage, with what has to become of the run.</summary>
/// <param name="others">Runs whose files get into the folder: one with another seed, one with the same request.</param>
internal sealed class Damages(IReadOnlyList<BaseRun> others)
{
    private static readonly string[] Values =
    [
        "0", "-1", "1", "3", "0.5", "1e308", "2147483647", "9223372036854775807", "18446744073709551616", "1e999", "null", "true",
        "\"\"",
        "\" \"", "\"NaN\"", "\"../../etc/passwd\"", "\"cuda:99\"", "\"Adam, Sgd\"", "[]", "[null]", "{}", "\"\\u0000\\u202e\"",
    ];

    /// <summary>All of them by name. Each changes a folder and says what has to follow.</summary>
    public IReadOnlyList<(string Name, Func<Victim, RandomGenerator, Expectation> Apply)> All =>
    [
        ("newest checkpoint: bytes", (victim, random) => Expect(Expectation.Continues, () => Bytes(victim.Newest, random))),
        ("newest checkpoint: gone", (victim, _) => Expect(Expectation.Continues, () => File.Delete(victim.Newest))),
        ("newest checkpoint: folder", (victim, _) => Expect(Expectation.Continues, () => Folder(victim.Newest))),
        ("newest checkpoint: renamed", (victim, random) => Expect(Expectation.Continues, () => Renamed(victim.Newest, random))),
        ("newest checkpoint: link", (victim, _) => Expect(Expectation.Refused, () => Link(victim.Newest, victim.Run.Folder))),
        ("newest checkpoint: forged request", (victim, random) => Expect(
            Expectation.Refused, () => Forge(victim.Newest, random))),
        ("newest checkpoint: no rights", (victim, _) => Expect(Expectation.Continues, () => NoRights(victim.Newest))),
        ("older checkpoint: bytes", (victim, random) => Expect(Expectation.Continues, () => Bytes(victim.Older, random))),
        ("older checkpoint: copied over the newest", (victim, _) => Expect(
            Expectation.Continues, () => File.Copy(victim.Older, victim.Newest, overwrite: true))),
        ("checkpoints: swapped", (victim, _) => Expect(Expectation.Refused, () => Swap(victim.Older, victim.Newest))),
        ("checkpoints: bytes in both", (victim, random) => Expect(
            Expectation.Refused, () => Both(victim, path => Bytes(path, random)))),
        ("checkpoints: gone", (victim, _) => Expect(
            Expectation.Refused, () => Directory.Delete(victim.Checkpoints, recursive: true))),
        ("checkpoint of another run: beside", (victim, random) => Expect(
            Expectation.Refused, () => Foreign(victim, random, "step-000000090.safetensors"))),
        ("checkpoint of another run: instead", (victim, random) => Expect(
            Expectation.Refused, () => Foreign(victim, random, Path.GetFileName(victim.Newest)))),
        ("run.json: bytes", (victim, random) => Expect(Expectation.Either, () => Bytes(victim.Record, random))),
        ("run.json: gone", (victim, _) => Expect(Expectation.Continues, () => File.Delete(victim.Record))),
        ("run.json: folder", (victim, _) => Expect(Expectation.Refused, () => Folder(victim.Record))),
        ("run.json: link", (victim, _) => Expect(Expectation.Refused, () => Link(victim.Record, victim.Run.Folder))),
        ("run.json: of another run", (victim, random) => Expect(
            Expectation.Refused,
            () => File.Copy(Path.Combine(Other(random).Folder, "run.json"), victim.Record, overwrite: true))),
        ("run.json: edited", (victim, random) => Edit(victim.Record, random, seal: false)),
        ("run.json: edited, right digest", (victim, random) => Edit(victim.Record, random, seal: true)),
        ("run.json: other layout", (victim, _) => Expect(
            Expectation.Continues,
            () => File.WriteAllText(victim.Record, JsonNode.Parse(File.ReadAllText(victim.Record))!.ToJsonString()))),
        ("results: bytes", (victim, random) => Expect(Expectation.Continues, () => Bytes(Result(victim, random), random))),
        ("results: gone", (victim, random) => Expect(Expectation.Continues, () => File.Delete(Result(victim, random)))),
        ("results: of another run", (victim, random) => Expect(Expectation.Continues, () => ForeignResult(victim, random))),
        ("run.lock: gone", (victim, _) => Expect(
            Expectation.Continues, () => File.Delete(Path.Combine(victim.Folder, "run.lock")))),
        ("run.lock: folder", (victim, _) => Expect(Expectation.Refused, () => Folder(Path.Combine(victim.Folder, "run.lock")))),
        ("temporary files", (victim, random) => Expect(Expectation.Continues, () => Stale(victim, random))),
    ];

    private static Expectation Expect(Expectation expectation, Action damage)
    {
        damage();
        return expectation;
    }

    private static void Bytes(string path, RandomGenerator random)
    {
        var bytes = File.ReadAllBytes(path);
        var damaged = bytes;
        while (damaged.AsSpan().SequenceEqual(bytes)) // to overwrite zeros with zeros is no damage
            damaged = Damaged(bytes, random.NextInt32(bytes.Length), random);
        File.WriteAllBytes(path, damaged);
    }

    private static byte[] Damaged(byte[] bytes, int place, RandomGenerator random) => random.NextInt32(7) switch
    {
        0 or 1 => [.. bytes[..place], (byte)(bytes[place] ^ (1 << random.NextInt32(8))), .. bytes[(place + 1)..]],
        2 => bytes[..place],
        3 => [],
        4 => [.. bytes[..place], .. new byte[bytes.Length - place]],
        5 => [.. bytes, (byte)random.NextInt32(256)],
        _ => [.. bytes[..place], .. bytes[Math.Min(bytes.Length, place + 1 + random.NextInt32(64))..]],
    };

    private static void Folder(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }

    private static void Renamed(string path, RandomGenerator random)
    {
        string[] names = ["step-000000099.safetensors", "step-99.safetensors", "step-000000001 (copy).safetensors",
            "step-000000001.safetensors.bak"];
        File.Move(path, Path.Combine(Path.GetDirectoryName(path)!, names[random.NextInt32(names.Length)]));
    }

    private static void Link(string path, string target)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, Path.Combine(target, Path.GetFileName(path)));
    }

    private static void NoRights(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.None); // means nothing to root
    }

    private static void Swap(string first, string second)
    {
        File.Move(first, first + ".aside");
        File.Move(second, first);
        File.Move(first + ".aside", second);
    }

    private static void Both(Victim victim, Action<string> damage)
    {
        damage(victim.Newest);
        damage(victim.Older);
    }

    private BaseRun Other(RandomGenerator random) => others[random.NextInt32(others.Count)];

    private void Foreign(Victim victim, RandomGenerator random, string name)
    {
        var foreign = new DirectoryInfo(Path.Combine(Other(random).Folder, "checkpoints")).EnumerateFiles().MaxBy(
            file => file.Name, StringComparer.Ordinal)!;
        var checkpoint = Checkpoint.Read(foreign.FullName);
        var step = long.Parse(
            Path.GetFileNameWithoutExtension(name).AsSpan("step-".Length), System.Globalization.CultureInfo.InvariantCulture);
        (checkpoint with
        {
            State =
                checkpoint.State with { Step = step, History = [.. checkpoint.State.History.Where(epoch => epoch.Step <= step)] }
        }).Write(Path.Combine(victim.Checkpoints, name));
    }

    // A checkpoint whose digest is right, but whose request is not that of the run.
    private static void Forge(string path, RandomGenerator random)
    {
        var checkpoint = Checkpoint.Read(path);
        var options = checkpoint.State.Request.Options;
        options = random.NextInt32(3) switch
        {
            0 => options with { Seed = options.Seed + 1 },
            1 => options with { Recipe = options.Recipe with { Epochs = 11 } },
            _ => options with { Recipe = options.Recipe with { LearningRate = 0.07 } },
        };
        (checkpoint with { State = checkpoint.State with { Request = checkpoint.State.Request with { Options = options } } })
            .Write(path);
    }

    // With the right digest an edit of what no checkpoint holds may be believed until the run writes the record anew.
    private static Expectation Edit(string path, RandomGenerator random, bool seal)
    {
        var json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var before = json.ToJsonString();
        var leaves = Leaves(json).ToList();
        var (parent, key) = leaves[random.NextInt32(leaves.Count)];
        var value = Values[random.NextInt32(Values.Length)];
        if (random.NextInt32(8) == 0)
            _ = parent is JsonArray list ? list.Remove(list[0]) : parent.AsObject().Remove(key);
        else if (parent is JsonArray array)
            array[int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(value);
        else
            parent[key] = JsonNode.Parse(value);
        if (json.ToJsonString() == before)
            return Expectation.Continues;
        json.Remove("sha256", out var digest);
        File.WriteAllText(path, seal
            ? RunRecordFile.Seal(json)
            : With(json, digest).ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return seal ? Expectation.Either : Expectation.Refused;

        static JsonObject With(JsonObject json, JsonNode? digest)
        {
            json["sha256"] = digest;
            return json;
        }
    }

    private static IEnumerable<(JsonNode Parent, string Key)> Leaves(JsonNode node) => node switch
    {
        JsonObject map => map.SelectMany(
            pair => pair.Value is JsonObject or JsonArray { Count: > 0 } ? Leaves(pair.Value) : [(node, pair.Key)]),
        JsonArray list =>
            list.SelectMany((item, i) => item is JsonObject or JsonArray { Count: > 0 } ? Leaves(item) : [(node, $"{i}")]),
        _ => [],
    };

    // What a run writes and never reads.
    private static string Result(Victim victim, RandomGenerator random)
    {
        var files = Directory.EnumerateFiles(victim.Folder)
            .Where(file => Path.GetFileName(file) is not ("run.json" or "run.lock")).Order(StringComparer.Ordinal).ToList();
        return files[random.NextInt32(files.Count)];
    }

    private void ForeignResult(Victim victim, RandomGenerator random)
    {
        foreach (var name in new[] { "model.safetensors", "best.safetensors" })
            if (Path.Combine(Other(random).Folder + "-whole", "model.safetensors") is var other && File.Exists(other))
                File.Copy(other, Path.Combine(victim.Folder, name), overwrite: true);
    }

    private static void Stale(Victim victim, RandomGenerator random)
    {
        foreach (var folder in new[] { victim.Folder, victim.Checkpoints })
            File.WriteAllBytes(
                Path.Combine(folder, $".torchbasics-{random.NextInt32(99_999)}-{random.NextUInt64():x16}.tmp"),
                new byte[random.NextInt32(9_999)]);
    }
}
