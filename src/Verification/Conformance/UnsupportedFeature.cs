namespace TorchBasics.Verification.Conformance;

/// <summary>Something that a suite of cases needs and no engine has.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Results">How many results name it.</param>
public sealed record UnsupportedFeature(string Name, int Results);
