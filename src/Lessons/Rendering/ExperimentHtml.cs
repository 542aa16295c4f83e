using System.Xml.Linq;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Lessons.Rendering;

/// <summary>What a page shows of an experiment, recorded or live: body, claims and hash.</summary>
internal static class ExperimentHtml
{
    /// <summary>The parts of the experiment's section.</summary>
    public static IEnumerable<XElement> Of(LessonRun run, Texts texts) =>
    [
        .. run.Body.Select(BlockHtml.Of),
        Element("h3", texts["claims"]),
        Element(
            "ul",
            Class("claims"),
            run.Claims.Select(claim => Element(
                "li",
                Class(claim.Holds ? "holds" : "fails"),
                BlockHtml.Inline(Texts.Join(
                    $"**{(claim.Holds ? "✓" : "✗")} {texts[claim.Holds ? "claim-holds" : "claim-fails"]}**", claim.Text))))),
        Element(
            "p", Class("note"), $"{texts["hash"]} ", Element("code", Attribute("id", "hash"), run.Hash)),
    ];
}
