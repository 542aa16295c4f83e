namespace TorchBasics.Kernels.Vectors;

/// <summary>
/// How kernels lay out a batch: samples stand side by side in groups of 16, and an array of a group is
/// [feature, lane]. Every layer is then a formula over vectors of samples, whatever its sizes; a rest can only occur at
/// the end of the batch, where the missing lanes hold zeros.
/// </summary>
internal static class Lanes
{
    /// <summary>Samples in a group: the floats of the widest register.</summary>
    public const int Count = 16;

    /// <summary>The number of groups that hold some samples.</summary>
    public static int Groups(int samples) => (samples + Count - 1) / Count;
}
