using TorchBasics.Core.Errors;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>Changes what a zip archive holds, and writes sizes, check sums and the directory anew.</summary>
internal static class ArchiveShape
{
    /// <summary>One change of the entries.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="other">Another one, for entries.</param>
    /// <param name="mutator">Decides.</param>
    /// <returns>The changed archive, or null when this is none, or would be none.</returns>
    public static byte[]? Change(byte[] archive, byte[] other, Mutator mutator)
    {
        try
        {
            var (entries, others) = (Read(archive), Read(other));
            if (entries.Count == 0 || others.Count == 0)
                return null;
            ChangeEntries(entries, others[mutator.Random.NextInt32(others.Count)], mutator);
            return Write(entries);
        }
        catch (Exception error) when (error is MalformedFileException or ArgumentException)
        {
            return null;
        }
    }

    private static void ChangeEntries(
        List<(string Name, byte[] Bytes)> entries, (string Name, byte[] Bytes) other, Mutator mutator)
    {
        var random = mutator.Random;
        var place = random.NextInt32(entries.Count);
        var (name, bytes) = entries[place];
        switch (random.NextInt32(12))
        {
            case 0:
                entries.RemoveAt(place);
                break;
            case 1:
                entries.Insert(place, other);
                break;
            case 2:
                entries[place] = (other.Name, bytes);
                break;
            case 3:
                entries[place] = (name, other.Bytes);
                break;
            case 4:
                entries.RemoveAt(place);
                entries.Insert(random.NextInt32(entries.Count + 1), (name, bytes));
                break;
            case 5:
                var letters = name.ToCharArray();
                letters[random.NextInt32(letters.Length)] = (char)random.NextInt32(0x180);
                entries[place] = (new string(letters), bytes);
                break;
            case < 10: // the first entry says what the others are
                entries[0] = (entries[0].Name, mutator.Change(entries[0].Bytes, other.Bytes));
                break;
            default:
                entries[place] = (name, mutator.Change(bytes, other.Bytes));
                break;
        }
    }

    private static List<(string Name, byte[] Bytes)> Read(byte[] archive) =>
        [.. ZipReader.Read("shape", archive, string.Empty).Select(entry => (entry.Name, entry.Bytes.ToArray()))];

    private static byte[] Write(List<(string Name, byte[] Bytes)> entries)
    {
        using var stream = new MemoryStream();
        var zip = new ZipWriter(stream);
        foreach (var (name, bytes) in entries)
            zip.Add(name, bytes);
        zip.Complete();
        return stream.ToArray();
    }
}
