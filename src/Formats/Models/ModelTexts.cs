using System.Text.Json;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Formats.Models;

/// <summary>What a model is beside its weights, as texts by name, which is what the metadata of file formats can hold.</summary>
public static class ModelTexts
{
    /// <summary>What our names in a file's metadata begin with.</summary>
    public const string Prefix = "torchbasics.";

    /// <summary>The name under which the description of the network stands.</summary>
    public const string Architecture = Prefix + "architecture";

    private const int LongestText = 1 << 20; // what a text becomes may take several times its memory
    private const string Normalization = Prefix + "normalization";
    private const string Deskewed = Prefix + "deskewed"; // "true", or not there
    private const string True = "true";
    private const string Pictures = Prefix + "pictures"; // "whole", or not there for signs
    private const string Whole = "whole";
    private const string Classes = Prefix + "classes";
    private const string Columns = Prefix + "columns"; // files without it are read, too
    private const string Table = Prefix + "table"; // or not there
    private const string Targets = Prefix + "targets"; // or not there
    private const string TrainedOn = Prefix + "trained-on";
    private const string CreatedBy = Prefix + "created-by";

    /// <summary>Writes everything down.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The texts, by name, in the order of their names.</returns>
    /// <exception cref="TorchBasicsException">One is longer than those that are read back: kind Usage.</exception>
    public static SortedDictionary<string, string> Write(Model model)
    {
        SortedDictionary<string, string> texts = new(StringComparer.Ordinal)
        {
            [Architecture] = ArchitectureJson.Write(model.Architecture),
            [Normalization] = JsonSerializer.Serialize(model.Normalization, ModelJson.Default.Normalization),
            [Classes] = JsonSerializer.Serialize(model.ClassNames, ModelJson.Default.IReadOnlyListString),
            [TrainedOn] = model.TrainedOn,
            [CreatedBy] = model.CreatedBy,
        };
        if (model.IsDeskewed)
            texts[Deskewed] = True;
        if (model.Preparation == PicturePreparation.Whole)
            texts[Pictures] = Whole;
        if (model.Columns is not null && JsonSerializer.Serialize(model.Columns, ModelJson.Default.IReadOnlyListString)
            is { Length: <= LongestText } columns)
            texts[Columns] = columns;
        if (model.Table is not null)
            texts[Table] = JsonSerializer.Serialize(model.Table, ModelJson.Default.IReadOnlyListTableColumn);
        if (model.Targets is not null)
            texts[Targets] = JsonSerializer.Serialize(model.Targets, ModelJson.Default.TargetScale);
        return texts.FirstOrDefault(text => text.Value.Length > LongestText) is not { Key: { } key, Value: { } value }
            ? texts
            : throw new TorchBasicsException(
                ErrorKind.Usage,
                $"'{key}' has {value.Length} characters; at most {LongestText} are read back, so that it is not written.");
    }

    /// <summary>Reads everything back.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="texts">Texts by name; others are passed over.</param>
    /// <returns>The model without its weights.</returns>
    /// <exception cref="MalformedFileException">A text is missing, too long, or not what it should be.</exception>
    public static ModelHeader Read(string path, IReadOnlyDictionary<string, string> texts)
    {
        return new ModelHeader(
            ArchitectureJson.Read(path, Text(Architecture)),
            Json(Normalization, text => JsonSerializer.Deserialize(text, ModelJson.Default.Normalization)),
            Is(Deskewed, True),
            Names(Classes),
            texts.ContainsKey(Columns) ? Names(Columns) : null,
            Text(TrainedOn),
            Text(CreatedBy))
        {
            Preparation = Is(Pictures, Whole) ? PicturePreparation.Whole : PicturePreparation.Sign,
            Table = !texts.ContainsKey(Table) ? null : Json(
                Table, text => JsonSerializer.Deserialize(text, ModelJson.Default.IReadOnlyListTableColumn) is { } columns
                    && columns.All(column => column is not null) ? columns : null),
            Targets = !texts.ContainsKey(Targets) ? null : Json(
                Targets, text => JsonSerializer.Deserialize(text, ModelJson.Default.TargetScale)),
        };

        string Text(string key) => texts.GetValueOrDefault(key) switch
        {
            null => throw new MalformedFileException(path, 0, $"The metadata lack '{key}'."),
            { Length: > LongestText } text => throw new MalformedFileException(
                path, 0, $"The metadata '{key}' have {text.Length} characters; expected at most {LongestText}."),
            var text => text,
        };

        bool Is(string key, string only) => texts.GetValueOrDefault(key) switch
        {
            null => false,
            { } text when text == only => true,
            _ => throw new MalformedFileException(
                path, 0, $"The metadata '{key}' are not '{only}', the only text that they can be."),
        };

        IReadOnlyList<string> Names(string key) =>
            Json(key, text => JsonSerializer.Deserialize(text, ModelJson.Default.IReadOnlyListString) is { } names
                && names.All(name => name is not null) ? names : null);

        T Json<T>(string key, Func<string, T?> parse)
            where T : class => MetadataText.Read(path, key, Text(key), parse);
    }
}
