using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>
/// Names what several nodes compute together that no layer computes, so that a refusal says more than the first node's operator.
/// </summary>
internal static class KnownPattern
{
    private const int Depth = 4; // nodes behind the value: exact GELU is Div, Erf, Add, Mul, Mul

    /// <summary>What the nodes that use a value begin.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="users">The nodes that use the value.</param>
    /// <returns>The name of the function or of the structure; null where it is not known.</returns>
    public static string? Of(SourceGraph graph, IReadOnlyList<OnnxNode> users)
    {
        var first = users.Select(user => user.Operator).ToList();
        var behind = Behind(graph, users);
        return first.Contains("Mul") switch
        {
            _ when behind.Contains("Erf") => "GELU in a form of its own",
            true when first.Contains("HardSigmoid") => "HardSwish",
            true when first.Contains("Softplus") && behind.Contains("Tanh") => "Mish",
            true when behind.Contains("Tanh") && (behind.Contains("Pow") || users.Count > 2) => "GELU in its form with tanh",
            _ when first.Contains("Concat") || behind.Contains("Concat") => "a concatenation of branches",
            _ => null,
        };
    }

    /// <summary>What can be done about an operator that is not read; a sentence with a blank before it, or nothing.</summary>
    public static string Advice(string name) => name switch
    {
        "HardSwish" or "HardSigmoid" or "Selu" or "Mish" or "PRelu" or "Softplus" =>
            $" Functions of single numbers that are read: {string.Join(", ", ActivationKind.All.Select(kind => kind.Name))}.",
        _ => "",
    };

    private static HashSet<string> Behind(SourceGraph graph, IReadOnlyList<OnnxNode> users)
    {
        var found = new HashSet<string>();
        IReadOnlyList<OnnxNode> level = users;
        for (var depth = 0; depth < Depth && level.Count > 0; depth++)
        {
            found.UnionWith(level.Select(node => node.Operator));
            level = [.. level.SelectMany(node => node.Outputs).Where(output => output.Length > 0).SelectMany(graph.Consumers)
                .Distinct().Take(16)];
        }

        return found;
    }
}
