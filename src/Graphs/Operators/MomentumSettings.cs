namespace TorchBasics.Graphs.Operators;

/// <summary>The attributes of Momentum.</summary>
/// <param name="Step">Steps done before.</param>
/// <param name="Alpha">Share of the old v that is kept.</param>
/// <param name="Beta">Factor of the gradient, 1 in the first step.</param>
/// <param name="Norm">Factor of x that is added to the gradient.</param>
/// <param name="Nesterov">Whether x moves by the gradient plus alpha v instead of by v.</param>
public sealed record MomentumSettings(long Step, double Alpha, double Beta, double Norm, bool Nesterov);
