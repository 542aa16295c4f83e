namespace TorchBasics.Graphs.Evaluation;

/// <summary>One output of a graph, with what rounding may have done to it.</summary>
/// <param name="Name">Name of the output.</param>
/// <param name="Sizes">Size along each axis.</param>
/// <param name="Values">The elements, row by row; truth values as 0 and 1.</param>
/// <param name="Errors">
/// For each element, how far a correct computation may be from the value, in any order of sums and with or without fused
/// multiply-add; 0 for what must be equal bit by bit.
/// </param>
public sealed record GraphResult(
    string Name, IReadOnlyList<int> Sizes, IReadOnlyList<double> Values, IReadOnlyList<double> Errors);
