using System.IO.Compression;
using TorchBasics.Formats.Idx;

namespace TorchBasics.Tests.Fuzz.Formats;

/// <summary>
/// IDX within gzip. A small file may rightly hold much, so that the caller says how much is accepted; beyond that the
/// promise of memory would not be one about the file.
/// </summary>
internal sealed class GzipTarget : Target
{
    private const long Accepted = 4 << 20;

    private static readonly CompressionLevel[] Levels = Enum.GetValues<CompressionLevel>();

    public override string Name => "idx-gz";

    public override IReadOnlyList<byte[]> Seeds { get; } =
        [
            .. IdxTarget.Files.SelectMany(file => Levels, Compress),
            .. IdxTarget.Files.Select(file => WithFields(Compress(file, CompressionLevel.Fastest)))
        ];

    public override IReadOnlyList<byte[]> Words { get; } = [[0x1F, 0x8B, 8, 0], [0x1F, 0x8B, 8, 0x1E],
        [0x01, 0x01, 0x00, 0xFE, 0xFF], [0x00, 0x00, 0x00, 0xFF, 0xFF], [0x03, 0x00], .. IdxTarget.Numbers];

    public override void Parse(byte[] input)
    {
        var array = IdxFile.Read("fuzz", new MemoryStream(input), maximumBytes: Accepted);
        if (input is [0x1F, 0x8B, ..])
            IdxTarget.RequireNumbers(array, Inflate(input, IdxTarget.LengthOf(array) + 1)
                ?? throw new InvalidOperationException("GZipStream reads something else"));
    }

    // The content is changed and compressed again.
    public override byte[]? Restructure(byte[] input, byte[] other, Mutator mutator)
    {
        if (Inflate(input, Mutator.MaximumLength) is not { } content || Inflate(other, Mutator.MaximumLength) is not { } rest)
            return null;
        var changed = mutator.Change(content, rest);
        return Compress(IdxTarget.WithPayload(changed) ?? changed, Levels[mutator.Random.NextInt32(Levels.Length)]);
    }

    private static byte[] Compress(byte[] content, CompressionLevel level)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, level))
            gzip.Write(content);
        return target.ToArray();
    }

    // Every optional field of the header but its check sum (RFC 1952, 2.3.1).
    private static byte[] WithFields(byte[] file) =>
        [.. file[..3], 0x1C, .. file[4..10], 2, 0, 1, 2, .. "name\0"u8, .. "comment\0"u8, .. file[10..]];

    // Null when the data are damaged or longer.
    private static byte[]? Inflate(byte[] input, int most)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(input), CompressionMode.Decompress);
            var content = new byte[most];
            var length = gzip.ReadAtLeast(content, most, throwOnEndOfStream: false);
            return length < most ? content[..length] : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
