namespace TorchBasics.Kernels.Inference;

/// <summary>A class that a sample may belong to.</summary>
/// <param name="Name">Name of the class.</param>
/// <param name="Probability">How probable the network holds it, in [0, 1].</param>
public sealed record RankedClass(string Name, double Probability);
