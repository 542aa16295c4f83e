namespace TorchBasics.Graphs.Evaluation;

/// <summary>What a graph gives for its inputs.</summary>
/// <param name="Outputs">The outputs, in the order of the graph.</param>
/// <param name="Undecided">
/// The nodes, such as "/step1/Greater (Greater)", where two numbers lie closer together than their error bounds, so that a
/// correct computation may take the other side. The bounds of the outputs cover both sides.
/// </param>
public sealed record GraphEvaluation(IReadOnlyList<GraphResult> Outputs, IReadOnlyList<string> Undecided);
