using System.Xml.Linq;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using static TorchBasics.Pages.Html;

namespace TorchBasics.Training.Reports;

/// <summary>What the first layer has learnt to look for, where its weights can be seen as pictures.</summary>
internal static class KernelsSection
{
    private const int UnitsShown = 32;

    public static XElement? Of(ReportContent content)
    {
        var architecture = content.Model.Architecture;
        var first = architecture.Layers.FirstOrDefault(layer => layer.Parameters.Count > 0);
        var weights = content.Model.Weights.FirstOrDefault(array => array.Name == $"{first?.Name}.weight");
        if (weights is null)
            return null;
        return (first, architecture.Input) switch
        {
            (Conv2d { Window.Kernel: var kernel } conv, _) =>
                Draw("Kernels of the first layer", conv.OutputChannels, [conv.GroupInputs, kernel.Height, kernel.Width], weights),
            (Linear linear, [_, _, _] picture) when linear.Inputs == picture.Elements =>
                Draw("Weights of the first layer", linear.Outputs, picture, weights),
            _ => null,
        };
    }

    private static XElement? Draw(string heading, int units, Shape shape, NamedArray weights)
    {
        var shown = Math.Min(units, UnitsShown);
        var strongest = Strongest(weights.Values<float>()[..(int)(shown * shape.Elements)]);
        return !float.IsFinite(strongest) ? null : Section(
            "kernels",
            heading,
            Element(
                "p",
                Class("note"),
                $"One picture for each unit of {weights.Name}{(shown < units ? $", the first {shown} of {units}" : "")}. ",
                $"Orange: positive, blue: negative, the colour of the page: zero; full colour is ±{Number(strongest)}.",
                shape[0] > 1 ? $" The {shape[0]} input channels that it sees stand side by side." : null),
            Element("ul", Class("pictures"), Enumerable.Range(0, shown)
                .Select(unit => Element("li", Figure(unit, shape, weights, strongest)))));
    }

    private static XElement Figure(int unit, Shape shape, NamedArray weights, float strongest)
    {
        var size = (int)shape.Elements;
        var values = weights.Values<float>().Slice(unit * size, size);
        var range = $"{Number(Smallest(values), 2)} to {Number(Largest(values), 2)}";
        return Element(
            "figure",
            Picture.OfWeights(values, shape[0], shape[1], shape[2], strongest, $"Weights of unit {unit}, {range}"),
            Element("figcaption", Element("b", unit), range));
    }

    // NaN wins, so that a broken network shows no kernels instead of wrong ones.
    private static float Strongest(ReadOnlySpan<float> values) =>
        MathF.Max(MathF.Abs(Smallest(values)), MathF.Abs(Largest(values)));

    private static float Smallest(ReadOnlySpan<float> values)
    {
        var smallest = values[0];
        foreach (var value in values)
            smallest = MathF.Min(smallest, value);
        return smallest;
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        var largest = values[0];
        foreach (var value in values)
            largest = MathF.Max(largest, value);
        return largest;
    }
}
