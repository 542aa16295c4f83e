using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TorchBasics.Cli.Json;

namespace TorchBasics.Tests.Native.Cli.Json;

/// <summary>The schema of a form, from the types that are printed and their doc comments.</summary>
internal static class SchemaText
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSchemaExporterOptions Exporting = new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = Describe,
    };

    /// <summary>The text of its file.</summary>
    public static string Of(JsonForm form)
    {
        var content = JsonSchemaExporter.GetJsonSchemaAsNode(form.Content, Exporting).AsObject();
        var properties = new JsonObject
        {
            [JsonForm.NameField] = new JsonObject { ["const"] = form.Name },
            [JsonForm.VersionField] = new JsonObject { ["const"] = form.Version },
        };
        Move(content["properties"] as JsonObject ?? [], properties);
        string[] required = [JsonForm.NameField, JsonForm.VersionField];
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = $"torchbasics {form.Name}, version {form.Version}",
            ["description"] = (string?)content["description"],
            ["type"] = "object",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. required.Concat(Words(content["required"])).Select(name => JsonValue.Create(name))]),
        };
        foreach (var name in new[] { "description", "type", "properties", "required" })
            content.Remove(name);
        Move(content, schema);
        return schema.ToJsonString(Indented) + "\n";
    }

    // What is printed is always all there.
    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema)
            return node;
        var text = context.PropertyInfo?.AttributeProvider is MemberInfo property ? DocComments.Of(property) : null;
        text ??= context.TypeInfo.Kind == JsonTypeInfoKind.Object
            ? DocComments.Of(context.TypeInfo.Type)
            : null;
        // The exporter forgets that a number that may be "NaN" may also be null.
        if (schema["anyOf"] is JsonArray kinds && Nullable.GetUnderlyingType(context.TypeInfo.Type) is not null)
            kinds.Add(new JsonObject { ["type"] = "null" });
        if (schema["properties"] is JsonObject properties)
            schema["required"] = new JsonArray([.. properties.Select(pair => pair.Key).Except(Optional(context.TypeInfo))
                .Select(name => JsonValue.Create(name))]);
        if (text is null || schema.ContainsKey("description"))
            return schema;
        var described = new JsonObject { ["description"] = text };
        Move(schema, described);
        return described;
    }

    // What is left out where there is nothing to say.
    private static IEnumerable<string> Optional(JsonTypeInfo type) => type.Properties
        .Where(property => property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: false) == true)
        .Select(property => property.Name);

    private static IEnumerable<string> Words(JsonNode? list) => list?.AsArray().Select(word => (string)word!) ?? [];

    private static void Move(JsonObject from, JsonObject to)
    {
        foreach (var (name, value) in from.ToList())
        {
            from.Remove(name);
            to[name] = value;
        }
    }
}
