using System.Text.Json;
using System.Text.Json.Nodes;
using TorchBasics.Cli.Json;
using TorchBasics.Core.Recipes;
using TorchBasics.Verification.Reports;

namespace TorchBasics.Tests.Native.Cli.Json;

public class SchemaTests
{
    /// <summary>Where the schemas are to be written instead of compared; docs/json says how.</summary>
    private static readonly string? Written = Environment.GetEnvironmentVariable("TORCHBASICS_WRITE_SCHEMAS");

    public static TheoryData<string> Forms => [.. JsonForms.All.Select(form => form.Name)];

    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Path.Combine(Schemas.Folder, "samples")).Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_schema_of_a_form_says_what_its_types_say(string name)
    {
        var text = SchemaText.Of(JsonForms.All.Single(form => form.Name == name));
        if (Written is not null)
            File.WriteAllText(Path.Combine(Written, Schemas.FileName(name)), text);

        Assert.Equal(Written is null ? Schemas.Read(name) : text, text);
    }

    [Fact]
    public void There_is_no_schema_without_a_form()
    {
        var names = JsonForms.All.Select(form => form.Name).Append(JsonReport.Schema).Select(Schemas.FileName).Order();

        Assert.Equal(names, Directory.GetFiles(Schemas.Folder, "*.json").Select(Path.GetFileName).Order());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_field_is_described(string name)
    {
        Assert.Equal([], Undescribed(JsonNode.Parse(Schemas.Read(name))!, "#"));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_was_printed_once_is_still_understood(string sample)
    {
        foreach (var document in Documents(sample))
            Assert.Equal([], Schemas.ProblemsOfEarlier(document));
    }

    [Fact]
    public void There_is_a_sample_of_every_form()
    {
        Assert.Equal(
            JsonForms.All.Select(form => form.Name).Append(JsonReport.Schema).Order(),
            Samples.Select(sample => sample.Data.Split('.')[0]).Order());
    }

    [Fact]
    public void A_field_that_is_gone_or_of_another_type_is_found()
    {
        var sample = JsonNode.Parse(Documents("evaluate.json")[0].GetRawText())!;
        sample["gone"] = 1;
        var other = JsonNode.Parse(Documents("evaluate.json")[0].GetRawText())!;
        other["samples"] = "many";

        Assert.NotEmpty(Schemas.ProblemsOfEarlier(JsonSerializer.SerializeToElement(sample)));
        Assert.NotEmpty(Schemas.ProblemsOfEarlier(JsonSerializer.SerializeToElement(other)));
    }

    [Fact]
    public void Words_are_those_that_options_take()
    {
        Assert.All(RecipeWords.Optimizers, pair => Assert.Equal(pair.Key, WordPolicy.Instance.ConvertName($"{pair.Value}")));
        Assert.All(RecipeWords.Schedules, pair => Assert.Equal(pair.Key, WordPolicy.Instance.ConvertName($"{pair.Value}")));
        Assert.All(RecipeWords.Losses, pair => Assert.Equal(pair.Key, WordPolicy.Instance.ConvertName($"{pair.Value}")));
        Assert.All(RecipeWords.RateScalings, pair => Assert.Equal(pair.Key, WordPolicy.Instance.ConvertName($"{pair.Value}")));
    }

    private static IReadOnlyList<JsonElement> Documents(string sample)
    {
        var text = File.ReadAllText(Path.Combine(Schemas.Folder, "samples", sample));
        IEnumerable<string> documents = sample.EndsWith(".jsonl", StringComparison.Ordinal)
            ? text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : [text];
        return [.. documents.Select(document => JsonDocument.Parse(document).RootElement)];
    }

    private static IEnumerable<string> Undescribed(JsonNode node, string place)
    {
        if (node is JsonObject { } schema)
        {
            foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
                if (property is JsonObject field && !field.ContainsKey("description") && !field.ContainsKey("const"))
                    yield return $"{place}/{name}";
            foreach (var (name, part) in schema)
                foreach (var problem in part is null ? [] : Undescribed(part, $"{place}/{name}"))
                    yield return problem;
        }
        else if (node is JsonArray parts)
        {
            foreach (var problem in parts.OfType<JsonNode>().SelectMany((part, index) => Undescribed(part, $"{place}/{index}")))
                yield return problem;
        }
    }
}
