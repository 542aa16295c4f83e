namespace TorchBasics.Reference.Numbers;

/// <summary>The floating-point format an engine computes in.</summary>
public enum Precision
{
    /// <summary>Single precision, u = 2^-24.</summary>
    Float32,

    /// <summary>Double precision, u = 2^-53.</summary>
    Float64,
}
