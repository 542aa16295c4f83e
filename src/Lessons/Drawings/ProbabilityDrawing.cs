using System.Globalization;
using System.Xml.Linq;
using TorchBasics.Pages.Charts;

namespace TorchBasics.Lessons.Drawings;

/// <summary>Draws the probability of each class as a bar.</summary>
/// <param name="probabilities">One for each class, from class 0.</param>
/// <param name="right">The class that is right, which has the second colour; null where nobody knows.</param>
internal sealed class ProbabilityDrawing(IReadOnlyList<double> probabilities, int? right)
{
    private const double Left = 34, Longest = 320, RowHeight = 21, BarHeight = 15;

    /// <summary>The drawing for a page.</summary>
    /// <param name="description">What a person who cannot see it should know.</param>
    public XElement Draw(string description) => Svg.Drawing(
        (int)(probabilities.Count * RowHeight) + 6,
        description,
        probabilities.Index().Select(one => new[]
        {
            Shapes.Text("", Left - 10, (one.Index * RowHeight) + 16, $"{one.Index}", "end"),
            Shapes.Rectangle(
                one.Index == right ? "class1" : "class0", Left, (one.Index * RowHeight) + 3, Math.Max(0.5, Longest * one.Item),
                BarHeight),
            Shapes.Text("", Left + (Longest * one.Item) + 8, (one.Index * RowHeight) + 16, Percent(one.Item), "start", 14),
        }));

    /// <summary>The drawing in letters.</summary>
    public IReadOnlyList<string> Lines() => [.. probabilities.Index().Select(one =>
        $"{one.Index}{(one.Index == right ? "*" : " ")} {new string('█', (int)Math.Round(40 * one.Item))} {Percent(one.Item)}")];

    /// <summary>A share in hundredths.</summary>
    public static string Percent(double share) =>
        $"{(100 * share).ToString(share is > 0.9995 or < 0.0995 ? "0.00" : "0.0", CultureInfo.InvariantCulture)} %";
}
