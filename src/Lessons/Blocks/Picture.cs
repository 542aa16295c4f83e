using System.Xml.Linq;

namespace TorchBasics.Lessons.Blocks;

/// <summary>A picture.</summary>
/// <param name="Markup">What a page shows, an svg or img element that says what it shows to those who cannot see it.</param>
/// <param name="Caption">What it shows.</param>
/// <param name="Lines">The same as a drawing of letters; none where letters cannot show it.</param>
public sealed record Picture(XElement Markup, string Caption, params IReadOnlyList<string> Lines) : Block
{
    /// <summary>What the picture of a page can do, said below it; null for nothing.</summary>
    public string? Hint { get; init; }
}
