using System.Text.RegularExpressions;
using TorchBasics.Pages;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Tests.Managed.Pages;

public sealed partial class PageTests
{
    [Fact]
    public void A_page_needs_nothing_but_itself() =>
        new PageTree(Page.Compose("title", Element("h1", "heading"))).NeedsNothingElse();

    public static TheoryData<string, string> Texts => new()
    {
        { "</td></title></style><script>a(1)</script>&amp;\"'", "</td></title></style><script>a(1)</script>&amp;\"'" },
        { "\u0001\uFFFE", "\uFFFD\uFFFD" }, // what neither XML nor HTML can hold
        { "\U0001F600\uD83D!", "\U0001F600\uFFFD!" }, // half of a pair
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Any_text_stays_text_wherever_it_stands(string text, string expected)
    {
        var paragraph = Element("p", Attribute("title", text), text);

        var page = new PageTree(Page.Compose(text, Element("h1", text), Section("a", text, paragraph)));

        Assert.Equal(expected, page.Elements("title").Single().Value);
        Assert.Equal(expected, page.Elements("h1").Single().Value);
        Assert.Equal(expected, page.Elements("h2").Single().Value);
        Assert.Equal(expected, page.Elements("p").Single().Value);
        Assert.Equal(expected, page.Elements("p").Single().Attribute("title")!.Value);
    }

    [Fact]
    public void Elements_without_content_are_closed_as_HTML_wants_it()
    {
        var html = Page.Compose("title", Element("h1"), Section("a", "b", Element("td"), Element("br"), Element("hr")), null);

        Assert.Contains("<td></td>", html, StringComparison.Ordinal);
        Assert.Contains("<br />", html, StringComparison.Ordinal);
        Assert.Contains("<hr />", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dark_page_changes_every_colour_of_a_light_one()
    {
        var colours = new PageTree(Page.Compose("title", Element("h1"))).Elements("style").Single().Value
            .Split("@media (prefers-color-scheme: dark)")
            .Select(part => Colour().Matches(part).Select(match => (Name: match.Groups[1].Value, match.Groups[2].Value)).ToList())
            .ToList();

        Assert.Equal(2, colours.Count);
        Assert.NotEmpty(colours[0]);
        Assert.Equal(colours[0].Select(colour => colour.Name), colours[1].Select(colour => colour.Name));
        Assert.Empty(colours[0].Intersect(colours[1]));
    }

    [GeneratedRegex(@"(--\w+): ([^;]+);")]
    private static partial Regex Colour();
}
