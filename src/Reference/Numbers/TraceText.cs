using System.Globalization;

namespace TorchBasics.Reference.Numbers;

/// <summary>Traces as plain text.</summary>
internal static class TraceText
{
    public const int OfSum = 1;
    public const int OfProduct = 2;
    public const int OfSign = 3;
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

    /// <summary>An expression, in brackets where it binds less than what it stands in.</summary>
    public static string Bracketed(TraceNode node, int least, TraceNode? named = null, string name = "")
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
