using System.Reflection;
using System.Text;
using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Published;

/// <summary>All rows, and what was measured for them: files that lie beside each other, one or two for each row.</summary>
public static class RowCatalog
{
    private const string Rows = "rows/", Results = "results/";

    private const long LargestFile = 1 << 20;

    private static readonly Assembly Files = typeof(RowCatalog).Assembly;
    private static readonly Lazy<IReadOnlyList<PublishedRow>> Read = new(() =>
        [.. Names(Rows).Select(name => Parse(name, Text(Rows + name)))]);

    /// <summary>The rows, in the order of their names.</summary>
    public static IReadOnlyList<PublishedRow> All => Read.Value;

    /// <summary>Finds a row.</summary>
    /// <param name="name">Its name, case ignored.</param>
    /// <exception cref="TorchBasicsException">There is none: kind Usage; the message suggests the nearest name.</exception>
    public static PublishedRow Find(string name) =>
        All.FirstOrDefault(row => row.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TorchBasicsException(
            ErrorKind.Usage,
            $"There is no row '{name}'.{NearestName.Hint(name, All.Select(row => row.Name))} 'torchbasics reproduce' lists "
            + "them.");

    /// <summary>Reads a row of one's own.</summary>
    /// <param name="path">The file; the row has its name, without ".json".</param>
    /// <exception cref="TorchBasicsException">
    /// It cannot be read, or is no row: kind Data; the message names the file and what is wrong in it.
    /// </exception>
    public static PublishedRow FromFile(string path)
    {
        try
        {
            return Parse(Path.GetFileNameWithoutExtension(path), Encoding.UTF8.GetString(InputFile.ReadAll(path, LargestFile)));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new TorchBasicsException(ErrorKind.Data, $"{path} holds no row that can be run: {error.Message}", error);
        }
    }

    /// <summary>What was measured for a row with this version; null where nothing was.</summary>
    /// <param name="row">The row.</param>
    public static RowResult? MeasuredFor(PublishedRow row) => Names(Results).Contains(row.Name)
        ? JsonSerializer.Deserialize(Text(Results + row.Name), RowJson.Default.RowResult)
        : null;

    /// <summary>Reads a row.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="json">The content of its file.</param>
    /// <exception cref="JsonException">A field is missing, unknown, or of another type.</exception>
    /// <exception cref="InvalidOperationException">A value makes no sense.</exception>
    internal static PublishedRow Parse(string name, string json)
    {
        var file = JsonSerializer.Deserialize(json, RowJson.Default.RowFile) ?? throw new JsonException($"{name} is null.");
        Require(file.Seeds >= 2 && file.Seeds <= SeedStatistics.Most, "its seeds are too few or too many");
        Require(file.Digit > 0 && file.Error >= 0 && (file.HighestError ?? 100) >= file.Error, "its error is none");
        Require(file.Quick is null or { Epochs: >= 1, Seeds: >= 2, LargestError: > 0 }, "its quick form is none");
        Require(
            file.Committee is null or { IsBoosted: true, Members: 3 }
                or { IsBoosted: false, Members: >= 2 and <= Ensemble.MostMembers },
            "its committee is none");
        Require(file.Committee?.IsBoosted != true || file.Recipe.Augmentation is { IsNone: false }, "boosting needs distortions");
        return new()
        {
            Name = name,
            Result = file.Result,
            Source = file.Source,
            IsChecked = file.IsChecked,
            Error = file.Error,
            HighestError = file.HighestError ?? file.Error,
            Digit = file.Digit,
            Network = NetworkOf(name, file.Network),
            Recipe = file.Recipe.ToRecipe(),
            Seeds = file.Seeds,
            Deviations = file.Deviations,
            Quick = file.Quick,
            Committee = file.Committee,
        };

        void Require(bool holds, string what)
        {
            if (!holds)
                throw new InvalidOperationException($"The row {name} cannot be used: {what}.");
        }
    }

    private static Architecture NetworkOf(string name, JsonElement network) => network.ValueKind == JsonValueKind.String
        ? ModelCatalog.Find(network.GetString()!).Architecture
        : ArchitectureJson.Read(name, network.GetRawText());

    private static IEnumerable<string> Names(string folder) => Files.GetManifestResourceNames()
        .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
        .Select(name => name[folder.Length..].Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private static string Text(string name)
    {
        using var stream = Files.GetManifestResourceStream(name) ?? Files.GetManifestResourceStream(name.Replace('/', '\\'))!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
