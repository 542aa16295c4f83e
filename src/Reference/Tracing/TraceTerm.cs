using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Tracing;

/// <summary>One term of a weighted sum.</summary>
/// <param name="Input">What is weighed: an input, or an expression of inputs.</param>
/// <param name="Weight">The parameter that weighs it; null where it is added as it is.</param>
/// <param name="IsSubtracted">Whether the product is subtracted from the sum instead of added.</param>
/// <param name="Product">The weighed input, or the input where there is no weight.</param>
/// <param name="PartialSum">The sum, bias included, up to this term.</param>
public sealed record TraceTerm(TraceNode Input, TraceNode? Weight, bool IsSubtracted, double Product, double PartialSum);
