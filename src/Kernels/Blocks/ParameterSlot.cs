namespace TorchBasics.Kernels.Blocks;

/// <summary>Where a parameter of a network lies in memory, and where its gradient goes.</summary>
/// <param name="values">The numbers, row by row.</param>
/// <param name="gradient">As many numbers; null where no gradient is wanted.</param>
internal readonly unsafe struct ParameterSlot(float* values, float* gradient)
{
    /// <summary>The numbers, row by row.</summary>
    public readonly float* Values = values;

    /// <summary>The gradient, or null.</summary>
    public readonly float* Gradient = gradient;
}
