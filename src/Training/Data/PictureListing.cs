using TorchBasics.Core.Errors;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Training.Data;

/// <summary>The picture files of a folder with one folder inside for each class; nothing is opened.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="ClassNames">What the folders inside are called, in ordinal order.</param>
/// <param name="Files">Each file with the number of its class, in the order of classes and names.</param>
/// <param name="PassedOver">Files in the folders of classes that are no pictures.</param>
internal sealed record PictureListing(
    string Folder,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<(string Path, int Class)> Files,
    IReadOnlyList<string> PassedOver)
{
    /// <summary>The most pictures that are read.</summary>
    public const int MostPictures = 1 << 20;

    private static readonly string[] Endings = [".png", ".jpg", ".jpeg"];
    private static readonly string[] OfDesktops = ["Thumbs.db", "desktop.ini"]; // hidden files where names do not say so

    /// <summary>The folders inside a folder, but for hidden ones, in ordinal order.</summary>
    /// <exception cref="TorchBasicsException">The folder cannot be read: kind Data.</exception>
    public static IReadOnlyList<string> FoldersIn(string folder) => Guard(folder, () => Directory.EnumerateDirectories(folder)
        .Where(path => !IsHidden(path)).Take(ConfusionMatrix.MostClasses + 1).Order(StringComparer.Ordinal).ToList());

    /// <summary>Whether a picture lies in a folder itself.</summary>
    /// <exception cref="TorchBasicsException">The folder cannot be read: kind Data.</exception>
    public static bool HoldsPictures(string folder) => Guard(folder, () => Directory.EnumerateFiles(folder).Any(IsPicture));

    /// <summary>Lists the files.</summary>
    /// <param name="folder">A folder with folders inside.</param>
    /// <exception cref="TorchBasicsException">
    /// There are too many classes or pictures, a class has none, or a folder cannot be read: kind Data.
    /// </exception>
    public static PictureListing Of(string folder)
    {
        var folders = FoldersIn(folder);
        if (folders.Count > ConfusionMatrix.MostClasses)
            throw Bad(
                $"{folder} holds more than {ConfusionMatrix.MostClasses:N0} folders; at most so many classes are accepted.");
        if (HoldsPictures(folder))
            throw Bad($"{folder} holds pictures beside the folders of the classes. Move each into the folder of its class.");
        var (files, others) = (new List<(string, int)>(), new List<string>());
        foreach (var (number, path) in folders.Index())
        {
            var before = files.Count;
            foreach (var file in Guard(path, () => FilesIn(path, MostPictures - before)))
            {
                if (IsPicture(file))
                    files.Add((file, number));
                else
                    others.Add(file);
            }

            if (files.Count + others.Count > MostPictures)
                throw Bad($"{folder} holds more than {MostPictures:N0} files; at most so many pictures are read.");
            if (files.Count == before)
                throw Empty(path);
        }

        return new(folder, [.. folders.Select(path => Path.GetFileName(path))], files, others);
    }

    private static List<string> FilesIn(string folder, int most) =>
        [.. Directory.EnumerateFiles(folder).Where(file => !IsHidden(file)).Take(most + 1).Order(StringComparer.Ordinal)];

    private static TorchBasicsException Empty(string folder)
    {
        var inside = FoldersIn(folder);
        return Bad(
            $"The folder {folder} holds no picture; each class is a folder with files that end in {string.Join(", ", Endings)}. "
            + (inside.Count > 0
                ? $"It holds folders, such as {Path.GetFileName(inside[0])}: "
                    + $"if those are the classes, --data {folder} takes them."
                : "Put pictures into it, or remove it."));
    }

    private static bool IsPicture(string path) =>
        !IsHidden(path) && Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static bool IsHidden(string path) =>
        Path.GetFileName(path) is var name
        && (name.StartsWith('.') || OfDesktops.Contains(name, StringComparer.OrdinalIgnoreCase));

    private static T Guard<T>(string folder, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(ErrorKind.Data, $"The folder {folder} cannot be read: {error.Message}", error);
        }
    }

    private static TorchBasicsException Bad(string message) => new(ErrorKind.Data, message);
}
