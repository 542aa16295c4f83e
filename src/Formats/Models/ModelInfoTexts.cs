using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Formats.Models;

/// <summary>What is known of a network as texts by name, which is what the metadata of file formats can hold.</summary>
public static class ModelInfoTexts
{
    /// <summary>What our names in a file's metadata begin with.</summary>
    public const string Prefix = "torchbasics.";

    /// <summary>The name under which the description of the network stands.</summary>
    public const string Architecture = Prefix + "architecture";

    private const int LongestText = 1 << 20; // what a text becomes may take several times its memory
    private const string Normalization = Prefix + "normalization";
    private const string Classes = Prefix + "classes";
    private const string Columns = Prefix + "columns"; // files without it are read, too
    private const string TrainedOn = Prefix + "trained-on";
    private const string CreatedBy = Prefix + "created-by";

    /// <summary>Writes everything down.</summary>
    /// <param name="info">What is known.</param>
    /// <returns>The texts, by name, in the order of their names.</returns>
    /// <exception cref="TorchBasicsException">One is longer than those that are read back: kind Usage.</exception>
    public static SortedDictionary<string, string> Write(ModelInfo info)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal)
        {
            [Architecture] = ArchitectureJson.Write(info.Architecture),
            [Normalization] = JsonSerializer.Serialize(info.Normalization, ModelJson.Default.Normalization),
            [Classes] = JsonSerializer.Serialize(info.ClassNames, ModelJson.Default.IReadOnlyListString),
            [TrainedOn] = info.TrainedOn,
            [CreatedBy] = info.CreatedBy,
        };
        if (info.Columns is not null && JsonSerializer.Serialize(info.Columns, ModelJson.Default.IReadOnlyListString) is { Length: <= LongestText } columns)
            texts[Columns] = columns;
        return texts.FirstOrDefault(text => text.Value.Length > LongestText) is not { Key: { } key, Value: { } value } ? texts : throw new TorchBasicsException(
            ErrorKind.Usage, $"'{key}' has {value.Length} characters; at most {LongestText} are read back, so that it is not written.");
    }

    /// <summary>Reads everything back.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="texts">Texts by name; others are passed over.</param>
    /// <returns>What is known.</returns>
    /// <exception cref="MalformedFileException">A text is missing, too long, or not what it should be.</exception>
    public static ModelInfo Read(string path, IReadOnlyDictionary<string, string> texts)
    {
        return new ModelInfo(
            ArchitectureJson.Read(path, Text(Architecture)),
            Json(Normalization, text => JsonSerializer.Deserialize(text, ModelJson.Default.Normalization)),
            Names(Classes),
            Text(TrainedOn),
            Text(CreatedBy))
        {
            Columns = texts.ContainsKey(Columns) ? Names(Columns) : null,
        };

        string Text(string key) => texts.GetValueOrDefault(key) switch
        {
            null => throw new MalformedFileException(path, 0, $"The metadata lack '{key}'."),
            { Length: > LongestText } text => throw new MalformedFileException(path, 0, $"The metadata '{key}' have {text.Length} characters; expected at most {LongestText}."),
            var text => text,
        };

        IReadOnlyList<string> Names(string key) =>
            Json(key, text => JsonSerializer.Deserialize(text, ModelJson.Default.IReadOnlyListString) is { } names && names.All(name => name is not null) ? names : null);

        T Json<T>(string key, Func<string, T?> parse)
            where T : class => MetadataText.Read(path, key, Text(key), parse);
    }
}
