using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Digits;

namespace TorchBasics.Training.Data;

/// <summary>Every data set that can be asked for: by name, by a folder of IDX files or of pictures, or by a CSV file.</summary>
public static class DataCatalog
{
    /// <summary>The set that is used when nobody names one.</summary>
    public const string Default = "digits";

    /// <summary>The sets that are kept as files and can be fetched.</summary>
    private static readonly IReadOnlyList<string> FileSets = ["mnist", "fashion-mnist"];

    /// <summary>All names that <see cref="Load"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, .. FileSets, .. TruthTables.Names];

    /// <summary>Loads a data set.</summary>
    /// <param name="nameOrPath">
    /// One of <see cref="Names"/>, a folder with the four files of MNIST or with a folder of pictures for each class, or a .csv
    /// file. A name comes before a path; "./mnist"
    /// is a path.
    /// </param>
    /// <param name="options">What else the user said; null for nothing.</param>
    /// <param name="classes">
    /// What the outputs of a network stand for that will meet the samples: the labels of a .csv file and the folders of pictures
    /// are looked up among them. Null lets the data decide. Other sets have classes of their own.
    /// </param>
    /// <param name="cancellation">Ends the reading of a large .csv file.</param>
    /// <returns>Training and test set.</returns>
    /// <exception cref="TorchBasicsException">
    /// The name is unknown or an option makes no sense: kind Usage. The data are missing or damaged: kind Data.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static DataSplit Load(
        string nameOrPath,
        DataOptions? options = null,
        IReadOnlyList<string>? classes = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrPath);
        options ??= new DataOptions();
        options.Check();
        var split = Names.FirstOrDefault(name => name.Equals(nameOrPath, StringComparison.OrdinalIgnoreCase)) is { } known
            ? LoadNamed(known, options)
            : LoadPath(nameOrPath, options, classes, cancellation);
        return split.Take(options.TrainLimit, options.TestLimit);
    }

    /// <summary>Does a little of what <see cref="Load"/> would do: draws a digit, or reads the smallest of the files.</summary>
    /// <param name="nameOrPath">As <see cref="Load"/> takes it; nothing is done for a .csv file.</param>
    /// <param name="options">What else the user said.</param>
    /// <exception cref="TorchBasicsException">There is no such set, or it is damaged.</exception>
    internal static void LoadLittle(string nameOrPath, DataOptions options)
    {
        if (nameOrPath.Equals(Default, StringComparison.OrdinalIgnoreCase))
            LoadDigits(options with { TrainLimit = 1, TestLimit = 1 });
        else if (FolderOf(nameOrPath, options) is { } folder)
            IdxFolder.ReadSmallest(folder);
    }

    /// <summary>The folder whose four files a name or a path stands for; null where it stands for something else.</summary>
    /// <param name="nameOrPath">As <see cref="Load"/> takes it.</param>
    /// <param name="options">What else the user said.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="TorchBasicsException">There is none, or no files in it.</exception>
    internal static string? FolderOf(string nameOrPath, DataOptions options)
    {
        if (Names.FirstOrDefault(name => name.Equals(nameOrPath, StringComparison.OrdinalIgnoreCase)) is { } known)
            return FileSets.Contains(known) ? FileFolder(known, options) : null;
        return Directory.Exists(nameOrPath) && !IsPictureFolder(nameOrPath) ? SetFolder(nameOrPath) : null;
    }

    /// <summary>Whether a path is that of a folder of pictures; neither a name nor a folder with files of a set is.</summary>
    /// <param name="nameOrPath">As <see cref="Load"/> takes it.</param>
    /// <returns>Whether the folder has others inside, as one with a folder for each class has.</returns>
    /// <exception cref="TorchBasicsException">The folder cannot be read: kind Data.</exception>
    public static bool IsPictureFolder(string nameOrPath) =>
        !Names.Contains(nameOrPath, StringComparer.OrdinalIgnoreCase) && Directory.Exists(nameOrPath)
        && !IdxFolder.HoldsAny(nameOrPath) && !FoldersOfSets(nameOrPath).Any() && PictureFolder.IsAt(nameOrPath);

    private static DataSplit LoadNamed(string name, DataOptions options) => name switch
    {
        Default => LoadDigits(options),
        _ when TruthTables.Names.Contains(name) => TruthTables.Load(name),
        _ => LoadFiles(name, options),
    };

    private static DataSplit LoadDigits(DataOptions options)
    {
        return new DataSplit(
            Draw(DigitSet.Training, options.TrainLimit),
            Draw(DigitSet.Test, options.TestLimit));

        static SampleSet Draw(DigitSet digits, int? limit)
        {
            var (images, labels) = digits.Generate(Math.Min(digits.Count, limit ?? digits.Count));
            return new SampleSet(Default, images, labels, ClassNames.Digits);
        }
    }

    private static DataSplit LoadFiles(string name, DataOptions options) => LoadFolder(FileFolder(name, options), name);

    private static string FileFolder(string name, DataOptions options)
    {
        var candidates = DataLocations.Candidates(name, options.Folder);
        var found = candidates.FirstOrDefault(
            folder => IdxFolder.HoldsAny(folder) && (folder == options.Folder || IsFashion(folder) == IsFashion(name)));
        return found ?? throw new TorchBasicsException(
                ErrorKind.Data,
                $"The data set {name} was not found in {string.Join(", ", candidates)}. "
                + $"`torchbasics data fetch {name}` downloads it; "
                + $"`--data FOLDER` or the variable {DataLocations.DataVariable} names a folder that has it.");
    }

    private static DataSplit LoadPath(
        string path, DataOptions options, IReadOnlyList<string>? classes, CancellationToken cancellation)
    {
        if (IsPictureFolder(path))
            return PictureFolder.Load(path, options, classes, cancellation);
        if (Directory.Exists(path))
            return LoadFolder(SetFolder(path));
        if (File.Exists(path))
            return LoadFile(path, options, classes, cancellation);
        throw LooksLikePath(path)
            ? new TorchBasicsException(
                ErrorKind.Data, $"{path} does not exist; expected a folder with the four files of MNIST or with a folder of "
                + "pictures for each class, or a .csv file.")
            : new TorchBasicsException(
                ErrorKind.Usage,
                $"There is no data set called '{path}'; "
                + $"expected one of {string.Join(", ", Names)}, a folder or a .csv file.{NearestName.Hint(path, Names)}");
    }

    private static DataSplit LoadFile(
        string path, DataOptions options, IReadOnlyList<string>? classes, CancellationToken cancellation) =>
        Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase)
        ? CsvData.Load(path, options, classes, cancellation)
        : throw new TorchBasicsException(
            ErrorKind.Data, $"{path} is not a data set; expected a folder with the four files of MNIST or with a folder of "
                + "pictures for each class, or a .csv file.");

    private static DataSplit LoadFolder(string folder, string? name = null)
    {
        name ??= Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return IdxFolder.Load(folder, name, IsFashion(name) ? ClassNames.FashionMnist : ClassNames.Digits);
    }

    // A folder that holds the files, or a parent of exactly one of the folders that are named after the sets.
    private static string SetFolder(string folder)
    {
        if (IdxFolder.HoldsAny(folder))
            return folder;
        return FoldersOfSets(folder).ToList() switch
        {
            [var only] => only,
            [] => throw new TorchBasicsException(
                ErrorKind.Data,
                $"The folder {folder} holds no data set; expected {string.Join(", ", IdxFolder.FileNames)}, plain or .gz, "
                + "or a folder of PNG and JPEG files for each class. `torchbasics data fetch mnist` downloads one."),
            var inside => throw new TorchBasicsException(
                ErrorKind.Usage, $"The folder {folder} holds several data sets; name one of {string.Join(", ", inside)}."),
        };
    }

    private static IEnumerable<string> FoldersOfSets(string folder) =>
        FileSets.Select(name => Path.Combine(folder, name)).Where(IdxFolder.HoldsAny);

    private static bool IsFashion(string name) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(name)).Contains("fashion", StringComparison.OrdinalIgnoreCase);

    private static bool LooksLikePath(string text) =>
        text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal)
        || Path.HasExtension(text);
}
