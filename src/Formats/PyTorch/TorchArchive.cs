using System.Globalization;
using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.PyTorch.Pickling;
using TorchBasics.Formats.Zip;

namespace TorchBasics.Formats.PyTorch;

/// <summary>The records of an archive of torch.save: entries of a zip archive, all below one folder.</summary>
internal sealed class TorchArchive
{
    private const string Advice = "torch.save never compresses; was the file packed again? Unpack it and save it with PyTorch.";
    private const int LowestVersion = 1;
    private const int HighestVersion = 10; // as PyTorch's own reader; it writes 3
    private const int LongestWord = 32;    // of version and byte order

    private readonly string _path;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly IReadOnlyList<ZipEntry> _entries;
    private readonly Dictionary<string, ZipEntry> _records = []; // without those of the data
    private readonly Dictionary<string, StorageRecord> _data;

    /// <summary>Reads the archive and checks what its records say about the whole.</summary>
    public TorchArchive(string path, ReadOnlyMemory<byte> bytes)
    {
        (_path, _bytes, _entries) = (path, bytes, ZipReader.Read(path, bytes, Advice));
        _data = new Dictionary<string, StorageRecord>(_entries.Count);
        var folder = FindFolder();
        foreach (var entry in _entries)
            Sort(entry, folder);
        CheckKind();
        CheckVersion();
        CheckByteOrder();
    }

    /// <summary>Reads weights and texts.</summary>
    public TorchContent ReadContent()
    {
        var pickle = _records[TorchRecord.Pickle];
        var source = new PickleSource(_path, pickle.Bytes, pickle.Offset, _bytes.Length);
        source.Charge(0, _entries.Sum(ZipReader.CostOf));
        var (arrays, leftAside) = ReadArrays(source);
        return new TorchContent(arrays, ReadExtra(source)) { LeftAside = leftAside };
    }

    private string FindFolder()
    {
        if (_entries.Count == 0)
            throw Malformed(0, "the archive is empty.");
        var end = _entries[0].Name.IndexOf('/');
        return end > 0 ? _entries[0].Name[..(end + 1)] : throw NotOfTorch(_entries[0], "lies in no folder");
    }

    private void Sort(ZipEntry entry, string folder)
    {
        if (!entry.Name.StartsWith(folder, StringComparison.Ordinal))
            throw NotOfTorch(entry, $"lies outside of {folder}");
        var name = entry.Name.AsSpan(folder.Length);
        if (!name.StartsWith(TorchRecord.DataFolder))
            _records.Add(name.ToString(), entry);
        else if (name[TorchRecord.DataFolder.Length..].ToString() is var key)
            _data.Add(key, new StorageRecord(key, entry.Bytes));
    }

    private MalformedFileException NotOfTorch(ZipEntry entry, string problem) =>
        Malformed(
            entry.Offset,
            $"'{entry.Name}' {problem}, which is not how torch.save arranges an archive. Is it another kind of file?");

    private void CheckKind()
    {
        if (_records.TryGetValue(TorchRecord.ScriptConstants, out var script))
            throw Malformed(script.Offset, "the file is a TorchScript program. Save its weights alone: "
                + "torch.save(torch.jit.load(path).state_dict(), new), or export the model to ONNX.");
        if (!_records.ContainsKey(TorchRecord.Pickle))
            throw NotOfTorch(_entries[0], $"stands in an archive without {TorchRecord.Pickle}");
    }

    private void CheckVersion()
    {
        if (!_records.TryGetValue(TorchRecord.Version, out var record))
            throw NotOfTorch(_entries[0], $"stands in an archive without {TorchRecord.Version}");
        if (!int.TryParse(WordOf(record).TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version is < LowestVersion or > HighestVersion)
            throw Malformed(record.Offset, $"the version of the layout must be a number from {LowestVersion} to "
                + $"{HighestVersion}. Does a newer PyTorch need a newer reader?");
    }

    private void CheckByteOrder()
    {
        if (!_records.TryGetValue(TorchRecord.ByteOrder, out var record))
            return; // before PyTorch 2.1
        switch (WordOf(record))
        {
            case "little":
                return;
            case "big":
                throw Malformed(
                    record.Offset,
                    "the file was saved on a big-endian machine. Load it with PyTorch on a little-endian one and save it again.");
            default:
                throw Malformed(record.Offset, "the byte order must be 'little' or 'big'.");
        }
    }

    private (IReadOnlyList<NamedArray> Arrays, IReadOnlyList<string> LeftAside) ReadArrays(PickleSource source)
    {
        var root = new PickleMachine(source, new TorchObjects(source, _data, _bytes.Length)).Run();
        return StateDictReader.Read(source, root);
    }

    private Dictionary<string, string> ReadExtra(PickleSource source)
    {
        var extra = new Dictionary<string, string>();
        foreach (var (name, entry) in _records.Where(
            record => record.Key.StartsWith(TorchRecord.ExtraFolder, StringComparison.Ordinal)))
        {
            source.Charge(0, sizeof(char) * (long)entry.Bytes.Length);
            extra.Add(name[TorchRecord.ExtraFolder.Length..], TextOf(entry));
        }

        return extra;
    }

    // What is longer is no word that is expected anywhere.
    private string WordOf(ZipEntry entry) => entry.Bytes.Length <= LongestWord ? TextOf(entry) : string.Empty;

    private string TextOf(ZipEntry entry) => Utf8Text.FirstInvalid(entry.Bytes.Span) is var invalid and >= 0
        ? throw Malformed(entry.Offset + invalid, $"'{entry.Name}' is not valid UTF-8.")
        : Encoding.UTF8.GetString(entry.Bytes.Span);

    private MalformedFileException Malformed(int offset, string reason) => new(_path, offset, reason);
}
