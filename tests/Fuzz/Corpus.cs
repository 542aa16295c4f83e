using System.Security.Cryptography;
using TorchBasics.Core;

namespace TorchBasics.Tests.Fuzz;

/// <summary>Inputs that are worth changing further, in memory and in a folder, each file called by its hash.</summary>
internal sealed class Corpus(string folder)
{
    private const int Newest = 64;

    private readonly List<byte[]> _inputs = [];

    public int Count => _inputs.Count;

    /// <summary>What earlier runs left in the folder.</summary>
    public IEnumerable<byte[]> Earlier() =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes).Where(input => input.Length <= Mutator.MaximumLength) : [];

    public void Add(byte[] input)
    {
        _inputs.Add(input);
        Save(folder, input);
    }

    /// <summary>
    /// Half of the time one of the newest; mostly a short one, because those are read faster and changes hit more of them.
    /// </summary>
    public byte[] Pick(RandomGenerator random)
    {
        var from = random.NextInt32(2) == 0 ? Math.Max(0, _inputs.Count - Newest) : 0;
        var (first, second) = (Draw(), Draw());
        return random.NextInt32(8) == 0 || first.Length <= second.Length ? first : second;

        byte[] Draw() => _inputs[from + random.NextInt32(_inputs.Count - from)];
    }

    /// <summary>Writes an input into a folder.</summary>
    /// <returns>The path of the file.</returns>
    public static string Save(string folder, byte[] input)
    {
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, Convert.ToHexStringLower(SHA256.HashData(input)));
        if (!File.Exists(path))
            File.WriteAllBytes(path, input);
        return path;
    }
}
