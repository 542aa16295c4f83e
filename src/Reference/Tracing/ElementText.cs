using System.Globalization;
using System.Text;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Tracing;

/// <summary>Traces of elements as plain text.</summary>
internal static class ElementText
{
    /// <summary>One element, line by line.</summary>
    public static string Of(ElementTrace element)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{element.Label} = {TraceText.Number(element.Result)}\n");
        if (element.Sum is null)
            return text.Append(CultureInfo.InvariantCulture, $"  = {element.Expression}\n").ToString();
        if (element.Bias is { } bias)
            text.Append(CultureInfo.InvariantCulture, $"  bias {bias} = {TraceText.Number(bias.Value)}\n");
        foreach (var term in element.Terms)
            text.Append(CultureInfo.InvariantCulture, $"  {Term(term)}; sum {TraceText.Number(term.PartialSum)}\n");
        if (!ReferenceEquals(element.Sum, element.Expression))
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {TraceText.Expression(element.Expression, element.Sum, "sum")} = {TraceText.Number(element.Result)}\n");
        return text.ToString();
    }

    private static string Term(TraceTerm term)
    {
        var sign = term.IsSubtracted ? '-' : '+';
        return term.Weight is { } weight
            ? $"{sign} {TraceText.Bracketed(weight, TraceText.OfProduct)} * {TraceText.Bracketed(term.Input, TraceText.OfSign)} "
                + $"= {TraceText.Number(weight.Value)} * {TraceText.Number(term.Input.Value)} = {TraceText.Number(term.Product)}"
            : $"{sign} {TraceText.Bracketed(term.Input, TraceText.OfProduct)} = {TraceText.Number(term.Product)}";
    }
}
