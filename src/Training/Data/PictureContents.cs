using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Pictures;

namespace TorchBasics.Training.Data;

/// <summary>Prepared pictures from files, in the order of the hashes of the files.</summary>
/// <remarks>What is held at a time is bounded: the prepared pictures, and what four threads need to read a file each.</remarks>
internal sealed class PictureContents
{
    /// <summary>The most bytes of prepared pictures that are read: 1 GiB.</summary>
    public const long MostBytes = 1L << 30;

    private const int MostThreads = 4; // each may hold a large file and what becomes of it

    private readonly SampleSet _whole;
    private readonly IReadOnlyList<string> _passedOver;

    private PictureContents(SampleSet whole, PictureContent[] files, IReadOnlyList<string> passedOver) =>
        (_whole, Files, _passedOver) = (whole, files, passedOver);

    /// <summary>What is known of each file, in the order of the hashes.</summary>
    public IReadOnlyList<PictureContent> Files { get; }

    /// <summary>The numbers of the classes that have a picture.</summary>
    public IReadOnlyCollection<int> Present => Files.Select(file => file.Class).ToHashSet();

    /// <summary>Reads and prepares all pictures.</summary>
    /// <param name="name">What the data set is called.</param>
    /// <param name="listing">The files.</param>
    /// <param name="classNames">What the numbers of the classes mean.</param>
    /// <param name="numbers">The number of each class of the listing.</param>
    /// <param name="size">Rows and columns of a prepared picture.</param>
    /// <param name="preparation">How pictures are prepared.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TorchBasicsException">
    /// A picture cannot be read, the first one in the order of the listing, or there are too many: kind Data.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static PictureContents Read(
        string name,
        PictureListing listing,
        IReadOnlyList<string> classNames,
        IReadOnlyList<int> numbers,
        Size2d size,
        PicturePreparation preparation,
        CancellationToken cancellation)
    {
        var files = listing.Files;
        if ((long)files.Count * size.Area > MostBytes)
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"The {Counted.Of(files.Count, "picture")} in {listing.Folder} make {(long)files.Count * size.Area:N0} bytes "
                + $"as {size} pixels each; at most {MostBytes:N0} are read. Take fewer of them, or a smaller --picture-size.");
        var (pixels, hashes, errors) =
            (new byte[files.Count * size.Area], new byte[files.Count][], new TorchBasicsException?[files.Count]);
        Parallel.For(
            0,
            files.Count,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Min(MostThreads, Environment.ProcessorCount),
                CancellationToken = cancellation,
            },
            (file, state) =>
            {
                try
                {
                    var (path, content) = (files[file].Path, PictureFile.ReadContent(files[file].Path));
                    hashes[file] = SHA256.HashData(content);
                    PreparedPicture.Of(PictureFile.Decode(path, content), path, preparation, size)
                        .Pixels.CopyTo(pixels.AsSpan(file * size.Area));
                }
                catch (TorchBasicsException error)
                {
                    errors[file] = error;
                    state.Break(); // those before it are read all the same, so that the first error is always the same one
                }
            });
        if (errors.FirstOrDefault(error => error is not null) is { } first)
            throw new TorchBasicsException(
                first.Kind, $"{first.Message} Nothing of {listing.Folder} is used until it is put right or taken out.", first);
        var contents = files.Select((file, i) => new PictureContent(
            file.Path, numbers[file.Class], Convert.ToHexStringLower(hashes[i]))).ToArray();
        var order = Enumerable.Range(0, contents.Length).OrderBy(i => contents[i].Hash, StringComparer.Ordinal)
            .ThenBy(i => contents[i].Class).ToArray();
        var inputs = new NamedArray("inputs", ElementType.UInt8, [files.Count, 1, size.Height, size.Width], pixels);
        var set = new SampleSet(name, inputs, Array.ConvertAll(contents, file => file.Class), classNames)
        {
            Preparation = preparation,
        };
        return new(set.Select(order), [.. order.Select(i => contents[i])], listing.PassedOver);
    }

    /// <summary>Some of the pictures, in their order.</summary>
    /// <param name="wanted">Which ones.</param>
    /// <returns>The set; null where none is wanted.</returns>
    public SampleSet? Take(Func<PictureContent, bool> wanted)
    {
        var chosen = Files.Index().Where(file => wanted(file.Item)).Select(file => file.Index).ToArray();
        return chosen.Length == 0 ? null : chosen.Length == Files.Count ? _whole : _whole.Select(chosen);
    }

    /// <summary>What a person should know of the files; null for nothing.</summary>
    public string? Notice()
    {
        var doubtful = Files.Zip(Files.Skip(1)).Where(pair => pair.First.Hash == pair.Second.Hash
            && pair.First.Class != pair.Second.Class).ToList();
        List<string> told = [];
        if (_passedOver.Count > 0)
            told.Add($"Passed over, because {(_passedOver.Count == 1 ? "it is" : "they are")} neither PNG nor JPEG by name: "
                + $"{Counted.Of(_passedOver.Count, "file")}, such as {_passedOver[0]}.");
        if (doubtful.Count > 0)
            told.Add($"One picture is of two classes: {doubtful[0].First.Path} and {doubtful[0].Second.Path}"
                + $"{(doubtful.Count > 1 ? $", and {doubtful.Count - 1:N0} more" : "")}.");
        return told.Count > 0 ? string.Join(' ', told) : null;
    }
}
