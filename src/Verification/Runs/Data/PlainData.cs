using System.Buffers.Binary;
using System.IO.Compression;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Digits;
using TorchBasics.Reference.Learning;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;

namespace TorchBasics.Verification.Runs.Data;

/// <summary>The samples of a run, read once more from where they come from and divided as the run's request says.</summary>
/// <param name="Train">What is learnt from.</param>
/// <param name="Validation">What is kept back; null where nothing is.</param>
/// <param name="Test">What is judged by.</param>
/// <param name="Classes">Number of classes.</param>
/// <param name="IsRaw">Whether values enter a network as they are, as those of a truth table do.</param>
internal sealed record PlainData(PlainSet Train, PlainSet? Validation, PlainSet Test, int Classes, bool IsRaw = false)
{
    private const int DigitsToLearn = 60_000;
    private const int DigitsToTest = 10_000;
    private const int IdxHeader = 4; // two zeros, the type, the number of sizes; each size takes four bytes

    /// <summary>The samples that an epoch is judged by.</summary>
    public PlainSet Watched => Validation ?? Test;

    /// <summary>Reads and divides.</summary>
    /// <param name="request">What the run was asked for.</param>
    /// <param name="classes">What the outputs of the network stand for.</param>
    /// <param name="table">How columns become numbers where the run did not find it out itself; null where it did.</param>
    /// <exception cref="TorchBasicsException">The source is missing or damaged.</exception>
    public static PlainData Read(
        RunRequest request, IReadOnlyList<string> classes, IReadOnlyList<TableColumn>? table = null)
    {
        var (options, dataOptions) = (request.Options, request.DataOptions);
        var whole = Whole(request.Data, dataOptions, classes, table);
        var train = whole.Train.First(dataOptions.TrainLimit);
        var read = whole with { Train = train, Test = whole.Test.First(dataOptions.TestLimit) };
        if (options.Recipe.Deskew)
            read = read with { Train = read.Train.Deskewed(), Test = read.Test.Deskewed() };
        train = read.Train;
        if (options.HoldOut == 0)
            return read;
        var held = SampleSequence.HeldBack(options.Seed, train.Count, options.HoldOut);
        return read with
        {
            Train = train.Select(Numbers(held, wanted: false)),
            Validation = train.Select(Numbers(held, wanted: true))
        };
    }

    private static int[] Numbers(bool[] held, bool wanted) =>
        [.. held.Index().Where(sample => sample.Item == wanted).Select(sample => sample.Index)];

    private static PlainData Whole(
        string data, DataOptions options, IReadOnlyList<string> classes, IReadOnlyList<TableColumn>? table) =>
        data.ToLowerInvariant() switch
        {
            "and" => Function((a, b) => a & b),
            "or" => Function((a, b) => a | b),
            "nand" => Function((a, b) => 1 - (a & b)),
            "xor" => Function((a, b) => a ^ b),
            "digits" =>
                new(Digits(1, DigitsToLearn, options.TrainLimit), null, Digits(2, DigitsToTest, options.TestLimit), Classes: 10),
            _ when DataCatalog.IsPictureFolder(data) => PlainPictures.Read(data, options, classes),
            _ when DataCatalog.FolderOf(data, options) is { } folder =>
                new(Pictures(folder, "train"), null, Pictures(folder, "t10k"), Classes: 10),
            _ => PlainRows.Read(data, options, classes, table),
        };

    private static PlainData Function(Func<int, int, int> function)
    {
        var (features, labels) = (new float[8], new int[4]);
        for (var row = 0; row < 4; row++)
        {
            (features[2 * row], features[(2 * row) + 1]) = (row / 2, row % 2);
            labels[row] = function(row / 2, row % 2);
        }

        var table = new PlainSet([2], pixels: null, features, labels);
        return new(table, null, table, Classes: 2, IsRaw: true);
    }

    // The pen that draws them is their source; it is not drawn by twice.
    private static PlainSet Digits(ulong seed, int count, int? limit)
    {
        var (images, labels) = DigitGenerator.Generate(seed, first: 0, Math.Min(count, limit ?? count));
        return new([1, 28, 28], images.Bytes.ToArray(), features: null, labels);
    }

    private static PlainSet Pictures(string folder, string part)
    {
        var (images, sizes) = Idx(folder, $"{part}-images-idx3-ubyte");
        var (labels, _) = Idx(folder, $"{part}-labels-idx1-ubyte");
        return new([1, sizes[1], sizes[2]], images, features: null, Array.ConvertAll(labels, label => (int)label));
    }

    private static (byte[] Content, int[] Sizes) Idx(string folder, string name)
    {
        var path = IdxFolder.Find(folder, name)
            ?? throw new TorchBasicsException(ErrorKind.Data, $"The folder {folder} lacks {name}.");
        using var file = File.OpenRead(path);
        using var unpacked = new MemoryStream();
        using (var content =
            path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file)
            content.CopyTo(unpacked);
        var bytes = unpacked.ToArray();
        var sizes = new int[bytes[IdxHeader - 1]];
        for (var axis = 0; axis < sizes.Length; axis++)
            sizes[axis] = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(IdxHeader + (axis * sizeof(int))));
        return (bytes[(IdxHeader + (sizes.Length * sizeof(int)))..], sizes);
    }
}
