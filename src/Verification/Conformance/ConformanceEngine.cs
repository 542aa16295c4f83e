namespace TorchBasics.Verification.Conformance;

/// <summary>What computes the cases of a suite.</summary>
public enum ConformanceEngine
{
    /// <summary>The reference, in double.</summary>
    Reference,

    /// <summary>libtorch on the CPU, in the types of the model.</summary>
    Libtorch,
}
