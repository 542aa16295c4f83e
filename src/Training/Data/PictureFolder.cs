using System.Buffers.Binary;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Pictures;

namespace TorchBasics.Training.Data;

/// <summary>A folder with one folder for each class, full of PNG and JPEG files, as a data set.</summary>
/// <remarks>
/// A folder that holds "train" and "test" with such folders is divided already. Else the SHA-256 of a file decides: its first
/// eight bytes, as a fraction of 2^64, are below the share of the test set or not. So a file stays in its part whatever it is
/// called and whatever else comes or goes, and two files of one content are never in different parts. The samples stand in the
/// order of these hashes, so that the first ones are of all classes.
/// </remarks>
internal static class PictureFolder
{
    private const string Train = "train";
    private const string Test = "test";

    /// <summary>Whether a folder holds folders, as such a data set does.</summary>
    public static bool IsAt(string folder) => PictureListing.FoldersIn(folder).Count > 0;

    /// <summary>Reads all pictures.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How pictures are prepared and divided.</param>
    /// <param name="classes">The classes that those of the folder are looked up among; null lets the folder decide.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TorchBasicsException">
    /// A picture cannot be read, a part or a class is empty, there is too much, or a class is not the network's: kind Data.
    /// Options do not go together: kind Usage.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
    public static DataSplit Load(
        string folder, DataOptions options, IReadOnlyList<string>? classes = null, CancellationToken cancellation = default)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var (size, preparation) = (options.PictureSizeOrUsual, options.PreparationOrUsual);
        PreparedPicture.Check(preparation, size);
        return IsDivided(folder)
            ? Divided(folder, Read)
            : Divide(folder, Read(PictureListing.Of(folder)), options.TestShare);

        PictureContents Read(PictureListing listing) => PictureContents.Read(
            name, listing, classes ?? listing.ClassNames, Classes(listing, classes), size, preparation, cancellation);
    }

    /// <summary>Whether a folder holds two, "train" and "test", with the folders of the classes in each.</summary>
    public static bool IsDivided(string folder) => new[] { Train, Test }.All(part =>
        Path.Combine(folder, part) is var path && Directory.Exists(path)
        && !PictureListing.HoldsPictures(path) && PictureListing.FoldersIn(path).Count > 0);

    private static DataSplit Divided(string folder, Func<PictureListing, PictureContents> read)
    {
        var lists = (Train: PictureListing.Of(Path.Combine(folder, Train)), Test: PictureListing.Of(Path.Combine(folder, Test)));
        if (lists.Test.ClassNames.Except(lists.Train.ClassNames).FirstOrDefault() is { } strange)
            throw Bad(
                $"{lists.Test.Folder} has the class '{strange}', and {lists.Train.Folder} has not; "
                + "both need the same folders, so that each class can be learnt.");
        if (lists.Train.ClassNames.Except(lists.Test.ClassNames).FirstOrDefault() is { } untested)
            throw Bad(
                $"{lists.Train.Folder} has the class '{untested}', and {lists.Test.Folder} has not; "
                + "both need the same folders, so that each class can be tested.");
        var (train, test) = (read(lists.Train), read(lists.Test));
        var others = PictureListing.FoldersIn(folder).Select(path => Path.GetFileName(path)).Except([Train, Test]).ToList();
        var known = train.Files.Select(file => file.Hash).ToHashSet();
        var shared = test.Files.Count(file => known.Contains(file.Hash));
        return new DataSplit(train.Take(_ => true)!, test.Take(_ => true)!)
        {
            Notice = Sentences(
                others.Count == 0 ? null : $"Of {folder}, only {Train} and {Test} are used, not {string.Join(", ", others)}.",
                shared == 0 ? null : $"{Counted.Of(shared, "picture")} to test by {(shared == 1 ? "is" : "are")} "
                    + "among those to learn from, too.",
                train.Notice(),
                test.Notice()),
        };
    }

    private static DataSplit Divide(string folder, PictureContents pictures, double testShare)
    {
        var advice = $"The hash of each file decides, for a share of {testShare} to test by. "
            + $"Add pictures, change --test-share, or divide them yourself into {Path.Combine(folder, Train)} and "
            + $"{Path.Combine(folder, Test)} with the folders of the classes in each.";
        if (pictures.Take(file => IsTest(file, testShare)) is not { } test)
            throw Bad($"None of the {Counted.Of(pictures.Files.Count, "picture")} in {folder} falls to the test set. {advice}");
        if (pictures.Take(file => !IsTest(file, testShare)) is not { } train)
            throw Bad(
                $"None of the {Counted.Of(pictures.Files.Count, "picture")} in {folder} falls to the training set. {advice}");
        if (pictures.Present.Except(train.Labels.ToArray()).Select(number => (int?)number).Min() is { } unlearnt)
            throw Bad($"No picture of the class '{train.ClassNames[unlearnt]}' in {folder} falls to the training set. {advice}");
        var untested = pictures.Present.Except(test.Labels.ToArray()).Order().Select(number => test.ClassNames[number]).ToList();
        return new DataSplit(train, test)
        {
            Notice = Sentences(
                untested.Count == 0 ? null : $"No picture to test by is of the class {string.Join(", ", untested)}.",
                pictures.Notice()),
        };
    }

    private static bool IsTest(PictureContent file, double testShare) =>
        BinaryPrimitives.ReadUInt64BigEndian(Convert.FromHexString(file.Hash)) < testShare * Math.Pow(2, 64);

    private static int[] Classes(PictureListing listing, IReadOnlyList<string>? known)
    {
        if (known is null)
            return listing.ClassNames.Count > 1 ? [.. Enumerable.Range(0, listing.ClassNames.Count)] : throw Bad(
                $"{listing.Folder} holds one folder, {listing.ClassNames[0]}; at least 2 are needed, one for each class.");
        return [.. listing.ClassNames.Select(name => Place(known, name) is var place and >= 0 ? place : throw Bad(
            $"The folder {Path.Combine(listing.Folder, name)} is none of the network's classes "
            + $"{string.Join(", ", known.Take(12))}{(known.Count > 12 ? ", ..." : "")}.{NearestName.Hint(name, known)}"))];
    }

    private static string? Sentences(params string?[] sentences) =>
        sentences.Where(sentence => sentence is not null).ToList() is { Count: > 0 } told ? string.Join(' ', told) : null;

    private static int Place(IReadOnlyList<string> names, string name)
    {
        for (var place = 0; place < names.Count; place++)
            if (names[place] == name)
                return place;
        return -1;
    }

    private static TorchBasicsException Bad(string message) => new(ErrorKind.Data, message);
}
