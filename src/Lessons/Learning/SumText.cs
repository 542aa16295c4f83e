using System.Globalization;
using TorchBasics.Reference.Tracing;

namespace TorchBasics.Lessons.Learning;

/// <summary>Weighted sums in numbers, term by term in the order of addition.</summary>
internal static class SumText
{
    /// <summary>A number in the fewest digits that say it exactly.</summary>
    public static string Number(double value) => (value + 0.0).ToString(CultureInfo.InvariantCulture);

    /// <summary>A number in at most so many digits after the point.</summary>
    public static string Rounded(double value, int digits = 3) => Number(Math.Round(value, digits));

    /// <summary>A number that something is multiplied by: in brackets where it is negative.</summary>
    public static string Factor(double value) => value < 0 ? $"({Number(value)})" : Number(value);

    /// <summary>A number to be added: its sign, a blank, and its size.</summary>
    public static string Added(double value) => value < 0 ? $"- {Number(-value)}" : $"+ {Number(value)}";

    /// <summary>The whole sum in one line: "1·2 + 3·(-1) + 4 = 3", its bias at the end.</summary>
    public static string Line(ElementTrace element) =>
        $"{Products(element.Terms)}{Bias(element)} = {Number(element.Result)}";

    /// <summary>The whole sum in lines of so many terms.</summary>
    public static IReadOnlyList<string> Lines(ElementTrace element, int terms) =>
    [
        .. element.Terms.Chunk(terms).Select((chunk, index) => $"{(index == 0 ? "  " : "+ ")}{Products(chunk)}"),
        $"{(element.Bias is { Value: not 0 } bias ? $"{Added(bias.Value)} " : "")}= {Number(element.Result)}",
    ];

    /// <summary>Products, joined by plus signs.</summary>
    public static string Products(IEnumerable<TraceTerm> terms) => string.Join(
        " + ", terms.Select(term => $"{Factor(term.Input.Value)}·{Factor(term.Weight?.Value ?? 1)}"));

    private static string Bias(ElementTrace element) =>
        element.Bias is { Value: not 0 } bias ? $" {Added(bias.Value)}" : "";
}
