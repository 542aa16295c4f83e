using System.Xml.Linq;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>The pictures on which the network errs worst.</summary>
internal static class MistakesSection
{
    public static XElement? Of(ReportContent content) =>
        content.Test is not { IsPictures: true } || content.Mistakes.Count == 0 ? null : Section(
            "mistakes",
            "The worst mistakes",
            Element(
                "p",
                Class("note"),
                "Test pictures to whose class the network gives the least probability: "
                + "class → answer, the probability it gives its answer, ",
                "and the number of the picture in the set, counted from 0."),
            Element("ul", Class("pictures"), content.Mistakes.Select(mistake => Element("li", Figure(content, mistake)))));

    private static XElement Figure(ReportContent content, Mistake mistake)
    {
        var (label, answer) = (content.ClassName(mistake.Label), content.ClassName(mistake.Predicted));
        return Element(
            "figure",
            Picture.OfSample(content.Test!, mistake.Index, $"Test picture {mistake.Index} of class {label}, taken for {answer}"),
            Element(
                "figcaption",
                Element("b", $"{label} → {answer}"),
                $"{100 * mistake.Probability:F1} %",
                Element("br"),
                $"no. {mistake.Index}"));
    }
}
