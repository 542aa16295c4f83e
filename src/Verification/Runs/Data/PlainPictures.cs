using System.Security.Cryptography;
using TorchBasics.Pictures;
using TorchBasics.Training.Data;

namespace TorchBasics.Verification.Runs.Data;

/// <summary>A folder of pictures, read and divided once more from where it lies.</summary>
internal static class PlainPictures
{
    private static readonly string[] Endings = ["png", "jpg", "jpeg"];

    /// <summary>Reads both parts.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How pictures are prepared and divided.</param>
    /// <param name="classes">What the outputs of the network stand for.</param>
    public static PlainData Read(string folder, DataOptions options, IReadOnlyList<string> classes)
    {
        var (train, test) = (Path.Combine(folder, "train"), Path.Combine(folder, "test"));
        if (IsPart(train) && IsPart(test))
            return new(Set(Sorted(train, options, classes)), null, Set(Sorted(test, options, classes)), classes.Count);
        var all = Sorted(folder, options, classes);

        // The first 16 of 64 hexadecimal digits, as a fraction of 16^16.
        var isTest = all.ConvertAll(picture => Convert.ToUInt64(picture.Hash[..16], 16) / Math.Pow(16, 16) < options.TestShare);
        return new(Set(Chosen(wanted: false)), null, Set(Chosen(wanted: true)), classes.Count);

        List<Prepared> Chosen(bool wanted) => [.. all.Where((_, n) => isTest[n] == wanted)];
    }

    private static bool IsPart(string folder) =>
        Directory.Exists(folder) && Visible(Directory.GetDirectories(folder)).Any()
        && !Visible(Directory.GetFiles(folder)).Any(IsPicture);

    // The preparation is the source of the pixels; pictures are not decoded by a second program.
    private static List<Prepared> Sorted(string folder, DataOptions options, IReadOnlyList<string> classes)
    {
        var pictures = new List<Prepared>();
        foreach (var inside in Visible(Directory.GetDirectories(folder)))
        {
            var label = classes.ToList().IndexOf(Path.GetFileName(inside));
            foreach (var file in Visible(Directory.GetFiles(inside)).Where(IsPicture))
            {
                var content = File.ReadAllBytes(file);
                var prepared = PreparedPicture.Of(
                    PictureFile.Decode(file, content), file, options.PreparationOrUsual, options.PictureSizeOrUsual);
                pictures.Add(new(Convert.ToHexStringLower(SHA256.HashData(content)), label, prepared));
            }
        }

        pictures.Sort((a, b) =>
            string.CompareOrdinal(a.Hash, b.Hash) is not 0 and var byHash ? byHash : a.Label.CompareTo(b.Label));
        return pictures;
    }

    private static PlainSet Set(List<Prepared> pictures) => new(
        [1, pictures[0].Picture.Height, pictures[0].Picture.Width],
        [.. pictures.SelectMany(picture => picture.Picture.Pixels.ToArray())],
        features: null,
        [.. pictures.Select(picture => picture.Label)]);

    private static IEnumerable<string> Visible(IEnumerable<string> paths) =>
        paths.Where(path => Path.GetFileName(path)[0] != '.');

    private static bool IsPicture(string path) =>
        Endings.Contains(Path.GetExtension(path).TrimStart('.').ToLowerInvariant());

    private sealed record Prepared(string Hash, int Label, GreyPicture Picture);
}
