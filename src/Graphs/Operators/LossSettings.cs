namespace TorchBasics.Graphs.Operators;

/// <summary>The attributes of a loss.</summary>
/// <param name="Reduction">What becomes of the losses of all elements.</param>
/// <param name="Ignored">A class whose elements do not count, or null.</param>
public sealed record LossSettings(LossReduction Reduction, long? Ignored);
