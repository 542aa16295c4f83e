namespace TorchBasics.Graphs.Operators;

/// <summary>The attributes of Adam.</summary>
/// <param name="Step">Steps done before; at 0 nothing is corrected for the start.</param>
/// <param name="Alpha">Share of the old v that is kept.</param>
/// <param name="Beta">Share of the old h that is kept.</param>
/// <param name="Epsilon">Added to the root.</param>
/// <param name="Norm">Factor of x that is added to the gradient.</param>
/// <param name="NormPost">Share of the new x that is taken off at the end.</param>
public sealed record AdamSettings(long Step, double Alpha, double Beta, double Epsilon, double Norm, double NormPost);
