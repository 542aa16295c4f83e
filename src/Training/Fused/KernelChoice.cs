namespace TorchBasics.Training.Fused;

/// <summary>Who computes a network.</summary>
public enum KernelChoice
{
    /// <summary>Our fused kernels where they can and are faster, else libtorch.</summary>
    Auto,

    /// <summary>Our fused kernels; refused where they cannot.</summary>
    Fused,

    /// <summary>libtorch's operators.</summary>
    Libtorch,
}
