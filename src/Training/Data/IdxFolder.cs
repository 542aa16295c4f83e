using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Idx;

namespace TorchBasics.Training.Data;

/// <summary>
/// A folder with the four files of MNIST or of a set in its form: images and labels to learn from and to test by.
/// </summary>
internal static class IdxFolder
{
    /// <summary>The names that the files have in the original, without ".gz".</summary>
    public static readonly IReadOnlyList<string> FileNames =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Whether a folder holds at least one of the four files.</summary>
    public static bool HoldsAny(string folder) => FileNames.Any(name => Find(folder, name) is not null);

    /// <summary>Whether a folder holds all four files.</summary>
    public static bool HoldsAll(string folder) => FileNames.All(name => Find(folder, name) is not null);

    /// <summary>Reads the four files.</summary>
    /// <exception cref="TorchBasicsException">
    /// A file is missing or damaged, counts differ, or a label lies outside the classes: kind Data.
    /// </exception>
    public static DataSplit Load(string folder, string name, IReadOnlyList<string> classNames)
    {
        var paths = FileNames.Select(file => Find(folder, file)).ToList();
        if (paths.Contains(null))
        {
            var missing = FileNames.Where((_, i) => paths[i] is null);
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"The folder {folder} lacks {string.Join(", ", missing)} (plain or .gz); "
                + $"a data set in the form of MNIST is {string.Join(", ", FileNames)}.");
        }

        // Both at once, for unpacking takes long; where both are damaged, the training set is the one that is complained of.
        var test = Task.Run(() => Read(name, paths[2]!, paths[3]!, classNames));
        try
        {
            return new DataSplit(Read(name, paths[0]!, paths[1]!, classNames), test.GetAwaiter().GetResult());
        }
        finally
        {
            Task.WaitAny(test); // no file stays open behind an error
        }
    }

    /// <summary>Reads the smallest of the files, where it is there.</summary>
    /// <exception cref="TorchBasicsException">It is damaged: kind Data.</exception>
    public static void ReadSmallest(string folder)
    {
        if (Find(folder, FileNames[^1]) is { } labels)
            IdxFile.Read(labels, expectedRank: 1);
    }

    /// <summary>
    /// One of the four files; null where it is missing. The dot instead of the last hyphen is how some distributions unpack the
    /// files.
    /// </summary>
    internal static string? Find(string folder, string name) =>
        new[] { name, $"{name}.gz", name.Replace("-idx", ".idx", StringComparison.Ordinal) }
            .Select(file => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);

    private static SampleSet Read(string name, string imagesPath, string labelsPath, IReadOnlyList<string> classNames)
    {
        var images = Bytes(imagesPath, IdxFile.Read(imagesPath, expectedRank: 3));
        var labels = Bytes(labelsPath, IdxFile.Read(labelsPath, expectedRank: 1));
        var count = images.Sizes[0];
        if (count != labels.Count)
        {
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{imagesPath} holds {Counted.Of(count, "image")} but {labelsPath} {Counted.Of(labels.Count, "label")}; "
                + "each image needs one label. Fetch both files anew.");
        }

        if (images.Count == 0)
            throw new TorchBasicsException(
                ErrorKind.Data,
                $"{imagesPath} holds no pixels (sizes [{string.Join(", ", images.Sizes)}]); at least one image is needed.");
        var numbers = new int[labels.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = CheckLabel(labels.Bytes.Span[i], i, labelsPath, classNames.Count);
        return new SampleSet(
            name,
            new NamedArray("inputs", ElementType.UInt8, [count, 1, .. images.Sizes.Skip(1)], images.Bytes),
            numbers,
            classNames);
    }

    private static NamedArray Bytes(string path, NamedArray array) => array.Type == ElementType.UInt8
        ? array
        : throw new TorchBasicsException(
            ErrorKind.Data, $"{path} holds {array.Type}; expected unsigned bytes (IDX type 0x08), as MNIST has.");

    private static int CheckLabel(byte label, int index, string path, int classes) => label < classes
        ? label
        : throw new TorchBasicsException(
            ErrorKind.Data, $"{path} gives image {index} the label {label}; "
                + $"the {classes} classes are numbered 0 to {classes - 1}. The file is damaged or of another data set.");
}
