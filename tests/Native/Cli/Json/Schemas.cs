using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace TorchBasics.Tests.Native.Cli.Json;

/// <summary>The schemas of docs/json, and what holds documents against them.</summary>
internal static class Schemas
{
    private static readonly ConcurrentDictionary<string, JsonSchema> Closed = new();

    /// <summary>The folder of the schemas, beside the tests.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "docs", "json");

    /// <summary>The name of the file that describes a form.</summary>
    public static string FileName(string name) => $"{name}.schema.json";

    /// <summary>The text of a schema.</summary>
    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, FileName(name)));

    /// <summary>
    /// Asserts that a document is as the schema says that it names, and holds nothing that the schema does not know: programs may
    /// rely on fields that they see.
    /// </summary>
    /// <returns>The document.</returns>
    public static JsonElement Validate(JsonElement document)
    {
        var name = document.GetProperty("schema").GetString()!;
        Assert.True(document.GetProperty("version").GetInt32() >= 1);
        Assert.Equal([], Problems(document, Closed.GetOrAdd(name, key => Schema(Close(JsonNode.Parse(Read(key))!)))));
        return document;
    }

    /// <summary>
    /// What is wrong with a document of an earlier release: a field that is no longer known, or has another type or word now.
    /// </summary>
    public static IReadOnlyList<string> ProblemsOfEarlier(JsonElement document) =>
        Problems(document, Schema(Loosen(Close(JsonNode.Parse(Read(document.GetProperty("schema").GetString()!))!))));

    /// <summary>What a schema says of a document that is wrong, a line each.</summary>
    public static IReadOnlyList<string> Problems(JsonElement document, JsonSchema schema)
    {
        var results = schema.Evaluate(
            document, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? []
            : [.. results.Details!.Where(detail => detail.Errors is { Count: > 0 }).SelectMany(
                detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Key}: {error.Value}")).Take(10)];
    }

    /// <summary>A schema that can be asked.</summary>
    public static JsonSchema Schema(JsonNode node) => JsonSchema.FromText(node.ToJsonString());

    // No object may hold more than is said of it. The kinds of a line have their fields at two places.
    private static JsonNode Close(JsonNode schema)
    {
        if (schema["anyOf"] is JsonArray kinds)
        {
            foreach (var kind in kinds)
                CloseParts(kind!["properties"]!);
            schema["unevaluatedProperties"] = false;
        }
        else
        {
            CloseAll(schema);
        }

        return schema;
    }

    private static void CloseAll(JsonNode node)
    {
        if (node is JsonObject described && described["properties"] is JsonObject
            && !described.ContainsKey("additionalProperties"))
            described["additionalProperties"] = false;
        CloseParts(node);
    }

    private static void CloseParts(JsonNode node)
    {
        foreach (var part in Parts(node))
            CloseAll(part);
    }

    private static JsonNode Loosen(JsonNode node)
    {
        if (node is JsonObject described && described["required"] is JsonArray)
            described.Remove("required");
        foreach (var part in Parts(node))
            Loosen(part);
        return node;
    }

    private static IEnumerable<JsonNode> Parts(JsonNode node) => node switch
    {
        JsonObject parts => parts.Select(pair => pair.Value).OfType<JsonNode>(),
        JsonArray parts => parts.OfType<JsonNode>(),
        _ => [],
    };
}
