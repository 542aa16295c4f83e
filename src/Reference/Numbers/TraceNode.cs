namespace TorchBasics.Reference.Numbers;

/// <summary>A number and how it came about: a node of an expression whose leaves are inputs, parameters and constants.</summary>
/// <param name="Operation">How it came about.</param>
/// <param name="Value">The number.</param>
/// <param name="Label">The name of an input or a parameter, such as "x[0, 2]"; null for all others.</param>
/// <param name="Operands">What the operation took, in order; nothing for a leaf.</param>
public sealed record TraceNode(TraceOperation Operation, double Value, string? Label, params IReadOnlyList<TraceNode> Operands)
{
    /// <summary>Whether no input and no parameter takes part in it.</summary>
    public bool IsConstant { get; } =
        Operation == TraceOperation.Constant || (Operands.Count > 0 && Operands.All(operand => operand.IsConstant));

    /// <summary>The expression as text, such as "b[0] + w[0, 0] * x[0, 0]", in the order in which it was computed.</summary>
    /// <returns>The expression.</returns>
    public override string ToString() => TraceText.Expression(this);
}
