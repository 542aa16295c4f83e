using System.Globalization;
using System.Text;

namespace TorchBasics.Reference.Tracing;

/// <summary>Traces as plain text.</summary>
internal static class TraceText
{
    private const int OfSum = 1;
    private const int OfProduct = 2;
    private const int OfSign = 3;
    private const int OfLeaf = 4;

    /// <summary>Up to 6 significant digits.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>An expression; one node may be replaced by a name.</summary>
    public static string Expression(TraceNode node, TraceNode? named = null, string name = "")
    {
        if (ReferenceEquals(node, named))
            return name;
        string Operand(int index, int least) => Bracketed(node.Operands[index], least, named, name);
        return node.Operation switch
        {
            TraceOperation.Constant => Number(node.Value),
            TraceOperation.Input or TraceOperation.Parameter => node.Label ?? Number(node.Value),
            TraceOperation.Add => $"{Operand(0, OfSum)} + {Operand(1, OfProduct)}",
            TraceOperation.Subtract => $"{Operand(0, OfSum)} - {Operand(1, OfProduct)}",
            TraceOperation.Multiply => $"{Operand(0, OfProduct)} * {Operand(1, OfSign)}",
            TraceOperation.Divide => $"{Operand(0, OfProduct)} / {Operand(1, OfSign)}",
            TraceOperation.Negate => $"-{Operand(0, OfLeaf)}",
            TraceOperation.Max => $"max({Operand(0, 0)}, {Operand(1, 0)})",
            TraceOperation.Exp => $"exp({Operand(0, 0)})",
            TraceOperation.Log => $"log({Operand(0, 0)})",
            TraceOperation.Tanh => $"tanh({Operand(0, 0)})",
            TraceOperation.Erf => $"erf({Operand(0, 0)})",
            _ => $"sqrt({Operand(0, 0)})",
        };
    }

    /// <summary>One element, line by line.</summary>
    public static string Element(ElementTrace element)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{element.Label} = {Number(element.Result)}\n");
        if (element.Sum is null)
            return text.Append(CultureInfo.InvariantCulture, $"  = {element.Expression}\n").ToString();
        if (element.Bias is { } bias)
            text.Append(CultureInfo.InvariantCulture, $"  bias {bias} = {Number(bias.Value)}\n");
        foreach (var term in element.Terms)
            text.Append(CultureInfo.InvariantCulture, $"  {Term(term)}; sum {Number(term.PartialSum)}\n");
        if (!ReferenceEquals(element.Sum, element.Expression))
            text.Append(CultureInfo.InvariantCulture, $"  {Expression(element.Expression, element.Sum, "sum")} = {Number(element.Result)}\n");
        return text.ToString();
    }

    private static string Term(TraceTerm term)
    {
        var sign = term.IsSubtracted ? '-' : '+';
        return term.Weight is { } weight
            ? $"{sign} {Bracketed(weight, OfProduct)} * {Bracketed(term.Input, OfSign)} = {Number(weight.Value)} * {Number(term.Input.Value)} = {Number(term.Product)}"
            : $"{sign} {Bracketed(term.Input, OfProduct)} = {Number(term.Product)}";
    }

    private static string Bracketed(TraceNode node, int least, TraceNode? named = null, string name = "")
    {
        var text = Expression(node, named, name);
        return Rank(node) >= least || ReferenceEquals(node, named) ? text : $"({text})";
    }

    private static int Rank(TraceNode node) => node.Operation switch
    {
        TraceOperation.Add or TraceOperation.Subtract => OfSum,
        TraceOperation.Multiply or TraceOperation.Divide => OfProduct,
        TraceOperation.Negate => OfSign,
        TraceOperation.Constant when node.Value < 0 => OfSign,
        _ => OfLeaf,
    };
}
