using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Tracing;

/// <summary>Finds the weighted sum in an expression, and takes it apart.</summary>
internal static class WeightedSum
{
    /// <summary>
    /// The outermost node that joins two expressions of inputs or parameters, if it is a sum or a product: all around it
    /// are functions of one number.
    /// </summary>
    public static TraceNode? Find(TraceNode node)
    {
        while (true)
        {
            var variables = node.Operands.Where(operand => !operand.IsConstant)
                .Distinct(ReferenceEqualityComparer.Instance).Cast<TraceNode>().ToArray();
            if (variables.Length == 1)
                node = variables[0];
            else if (variables.Length == 2 && IsSumOrProduct(node))
                return node;
            else
                return null;
        }
    }

    /// <summary>The parameter that a sum begins with, and its terms in the order of addition.</summary>
    public static (TraceNode? Bias, IReadOnlyList<TraceTerm> Terms) TakeApart(TraceNode sum)
    {
        var added = new Stack<(TraceNode Node, TraceNode Partial, bool IsSubtracted)>(); // the last one first
        while (sum.Operation is TraceOperation.Add or TraceOperation.Subtract)
        {
            added.Push((sum.Operands[1], sum, sum.Operation == TraceOperation.Subtract));
            sum = sum.Operands[0];
        }

        var bias = sum.Operation == TraceOperation.Parameter ? sum : null;
        var terms = new List<TraceTerm>();
        if (bias is null)
            terms.Add(Term(sum, sum, isSubtracted: false));
        foreach (var (node, partial, isSubtracted) in added)
            terms.Add(Term(node, partial, isSubtracted));
        return (bias, terms);
    }

    private static bool IsSumOrProduct(TraceNode node) =>
        node.Operation is TraceOperation.Add or TraceOperation.Subtract or TraceOperation.Multiply;

    private static TraceTerm Term(TraceNode node, TraceNode partial, bool isSubtracted)
    {
        if (node.Operation != TraceOperation.Multiply)
            return new(node, Weight: null, isSubtracted, node.Value, partial.Value);
        var (first, second) = (node.Operands[0], node.Operands[1]);
        return second.Operation == TraceOperation.Parameter && first.Operation != TraceOperation.Parameter
            ? new(first, second, isSubtracted, node.Value, partial.Value)
            : new(second, first, isSubtracted, node.Value, partial.Value);
    }
}
