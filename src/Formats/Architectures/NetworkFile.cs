using System.Text.Json;
using System.Text.Json.Nodes;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Formats.Architectures;

/// <summary>
/// A network that a person describes in a JSON file: the form of <see cref="ArchitectureJson"/>, alone or as the field
/// "architecture" of an object, with or without a recipe. Comments and commas at the end of a list are allowed; a field that
/// is not known is refused. Every error names the line and the field.
/// </summary>
public static class NetworkFile
{
    private const int LongestFile = 1 << 18; // bytes, as ArchitectureJson limits letters
    private const int Depth = 20;

    private static readonly JsonDocumentOptions Lenient =
        new() { MaxDepth = Depth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly JsonReaderOptions Places =
        new() { MaxDepth = Depth, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Whether a file begins as a JSON object does, which no file of a trained model does.</summary>
    /// <param name="path">The file; there may be none.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsAt(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = InputFile.Open(path);
        var start = new byte[64];
        var length = InputFile.Guard(path, () => file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        return WithoutMark(start[..length]).AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'/', ..];
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>What it describes.</returns>
    /// <exception cref="TorchBasicsException">
    /// It cannot be read, is larger than 262,144 bytes, a field is missing, unknown, of another type or out of range, or the
    /// layers do not fit together: kind Data.
    /// </exception>
    public static NetworkDescription Read(string path)
    {
        var text = WithoutMark(InputFile.ReadAll(path, LongestFile));
        if (Utf8Text.FirstInvalid(text) is >= 0 and var invalid)
            throw new MalformedFileException(path, invalid, "the file is no text in UTF-8.");
        JsonPlaces? places = null;
        try
        {
            places = JsonPlaces.Of(text, Places);
            return Read(JsonNode.Parse(text, documentOptions: Lenient));
        }
        catch (JsonException error)
        {
            throw Syntax(path, text, error);
        }
        catch (InvalidOperationException error)
        {
            throw new TorchBasicsException(ErrorKind.Data, $"{path}: a name or a text in it is no Unicode.", error);
        }
        catch (FieldException error)
        {
            var field = error.Path.Length == 0 ? "" : $", {error.Path}";
            throw new TorchBasicsException(
                ErrorKind.Data, $"{path} line {places!.LineOf(error.Path)}{field}: {error.Message}.{error.Advice}", error);
        }
    }

    /// <summary>Writes a description for a person to change: a line for each layer.</summary>
    /// <param name="description">What is described.</param>
    /// <returns>JSON that <see cref="Read(string)"/> takes.</returns>
    public static string Write(NetworkDescription description)
    {
        var fields = JsonNode.Parse(ArchitectureJson.Write(description.Architecture))!.AsObject();
        var lines = fields["layers"]!.AsArray().Select(layer => $"      {JsonText.OnOneLine(layer)}");
        string[] parts =
        [
            "  \"architecture\": {\n"
                + string.Concat(fields.Where(pair => pair.Key != "layers")
                    .Select(pair => $"    \"{pair.Key}\": {JsonText.OnOneLine(pair.Value)},\n"))
                + $"    \"layers\": [\n{string.Join(",\n", lines)}\n    ]\n  }}",
            .. description.Recipe is { } recipe
                ? ["  \"recipe\": {\n" + string.Join(
                    ",\n", RecipeJson.Write(recipe).Select(pair => $"    \"{pair.Key}\": {JsonText.OnOneLine(pair.Value)}"))
                    + "\n  }"]
                : (string[])[],
        ];
        return $"{{\n{string.Join(",\n", parts)}\n}}";
    }

    private static NetworkDescription Read(JsonNode? root)
    {
        if (root is not JsonObject json)
            throw new JsonException("the file holds no object in braces", null, 0, 0);
        // What "models NAME --json" prints has more fields, which say the same in other words.
        var isWhole = json.ContainsKey("architecture");
        var fields = new JsonFields(json, isStrict: !isWhole);
        TrainingRecipe? recipe = null;
        if (fields.Says("recipe"))
            recipe = new JsonFields(Inner(fields, json, "recipe"), isStrict: true).Make(RecipeJson.Read);
        var architecture = (isWhole ? new JsonFields(Inner(fields, json, "architecture"), isStrict: true) : fields).Make(Network);
        return new(architecture, recipe);
    }

    private static JsonObject Inner(JsonFields fields, JsonObject json, string name) => json[name] as JsonObject
        ?? throw fields.Wrong(name, $"'{name}' is not an object in braces");

    private static Architecture Network(JsonFields fields)
    {
        var (name, input) = (fields.Text("name"), Input(fields));
        var initialization = fields.Name<Initialization>("initialization");
        IReadOnlyList<JsonFields> rows = [.. fields.Objects("layers")];
        if (rows.Count == 0)
            throw fields.Wrong("layers", "the network has no layers");
        List<Layer> layers = [.. rows.Select(LayerJson.Read)];
        CheckNames(layers, rows);
        CheckShapes(input, layers, rows);
        return new(name, input, layers) { Initialization = initialization };
    }

    private static Shape Input(JsonFields fields)
    {
        try
        {
            return Shape.Create([.. fields.Integers("input")]);
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw fields.Wrong("input", $"'input' is no shape of a sample: {ReasonText.Of(error).Split('\n')[0]}",
                " Such as [1, 28, 28] for channels, height and width, or [4] for four numbers.");
        }
    }

    private static void CheckNames(List<Layer> layers, IReadOnlyList<JsonFields> rows)
    {
        for (var i = 0; i < layers.Count; i++)
            if (layers[i].Name is { } name && layers.FindIndex(layer => layer.Name == name) is var first && first < i)
                throw rows[i].Wrong(
                    rows[i].Has("name") ? "name" : null,
                    $"layers[{first}] is called '{name}', too; the names of parameters would clash");
    }

    private static void CheckShapes(Shape input, List<Layer> layers, IReadOnlyList<JsonFields> rows)
    {
        var shape = input;
        for (var i = 0; i < layers.Count; i++)
        {
            Shape output;
            try
            {
                output = layers[i].OutputShape(shape);
            }
            catch (Exception error) when (error is ShapeException or ArgumentException or OverflowException)
            {
                var before = i == 0 ? $"The input is {shape}" : $"layers[{i - 1}] ({layers[i - 1].Kind}) gives {shape}";
                throw rows[i].Wrong(Entrance(layers[i], rows[i]), ReasonText.Of(error).Split('\n')[0], $" {before}.");
            }

            shape = output;
        }

        if (shape.Elements > Model.MostClasses)
            throw rows[^1].Wrong(null, FormattableString.Invariant(
                $"the last layer gives {shape.Elements:N0} numbers; expected at most {Model.MostClasses:N0}"));
    }

    // The field that says what a layer takes.
    private static string? Entrance(Layer layer, JsonFields row)
    {
        var name = layer switch
        {
            Linear => "inputs",
            Conv2d or PartialConv2d => "inputChannels",
            _ => "channels",
        };
        return row.Has(name) ? name : null;
    }

    private static TorchBasicsException Syntax(string path, byte[] text, JsonException error)
    {
        var (line, bytes) = (error.LineNumber ?? 0, error.BytePositionInLine ?? 0);
        var reason = error.Message.Split(" LineNumber:")[0].TrimEnd('.');
        var place = $"{path} line {line + 1}, column {JsonText.Column(text, line, bytes)}";
        return new(ErrorKind.Data, $"{place}: {char.ToLowerInvariant(reason[0])}{reason[1..]}.", error);
    }

    private static byte[] WithoutMark(byte[] text) => text is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : text;
}
