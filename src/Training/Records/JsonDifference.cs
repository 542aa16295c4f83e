using System.Text.Json.Nodes;

namespace TorchBasics.Training.Records;

/// <summary>A place where two JSON trees differ.</summary>
/// <param name="Place">Keys and numbers from the root, such as "request.options.seed" or "epochs[3].loss".</param>
/// <param name="First">What the first tree has there, as JSON; null for nothing.</param>
/// <param name="Second">What the second one has there; null for nothing.</param>
internal sealed record JsonDifference(string Place, string? First, string? Second)
{
    /// <summary>Every difference, from top to bottom. A key with null is as good as no key.</summary>
    public static IEnumerable<JsonDifference> Between(JsonNode? first, JsonNode? second, string place = "")
    {
        if (first is JsonObject left && second is JsonObject right)
            return left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key))
                .SelectMany(key => Between(left[key], right[key], place.Length == 0 ? key : $"{place}.{key}"));
        if (first is JsonArray a && second is JsonArray b && a.Count == b.Count)
            return Enumerable.Range(0, a.Count).SelectMany(i => Between(a[i], b[i], $"{place}[{i}]"));
        return JsonNode.DeepEquals(first, second) ? [] : [new(place, first?.ToJsonString(), second?.ToJsonString())];
    }

    /// <summary>The first differences as a sentence: "They differ in request.options.seed (9 there, 7 here)."</summary>
    public static string List(IReadOnlyList<JsonDifference> differences, string first, string second)
    {
        const int Most = 5;
        if (differences.Count == 0)
            return "Nothing else differs.";
        var shown = differences.Take(Most).Select(difference =>
            $"{difference.Place} ({difference.First ?? "nothing"} {first}, {difference.Second ?? "nothing"} {second})");
        return "They differ in "
            + $"{string.Join(", ", shown)}{(differences.Count > Most ? $" and {differences.Count - Most} more places" : "")}.";
    }
}
