using System.Xml.Linq;

namespace TorchBasics.Pages;

/// <summary>What stands around the content of a page.</summary>
/// <param name="Title">What the browser's tab says; any text.</param>
public sealed record PageFrame(string Title)
{
    /// <summary>The language of the text (BCP 47).</summary>
    public string Language { get; init; } = "en";

    /// <summary>Attributes of the whole document.</summary>
    public IReadOnlyList<XAttribute> Attributes { get; init; } = [];

    /// <summary>Styles beside those that every page has.</summary>
    public string Style { get; init; } = "";

    /// <summary>What the page may load and run (Content-Security-Policy); null for nothing at all.</summary>
    public string? Policy { get; init; }

    /// <summary>What stands below the content; null for nothing.</summary>
    public XElement? Footer { get; init; }

    /// <summary>Scripts at the end of the page; the policy has to allow them.</summary>
    public IReadOnlyList<PageScript> Scripts { get; init; } = [];
}
