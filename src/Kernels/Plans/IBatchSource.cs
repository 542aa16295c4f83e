using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Plans;

/// <summary>Where the samples of a batch come from. Asked by several threads at once, each for other samples.</summary>
internal unsafe interface IBatchSource
{
    /// <summary>Writes the samples of a group.</summary>
    /// <param name="first">First sample of the group, counted within the batch.</param>
    /// <param name="count">How many there are, 1 to 16; the lanes behind them get zeros.</param>
    /// <param name="plane">Layout of the group.</param>
    /// <param name="x">The group; its border stays.</param>
    void Fill(int first, int count, in Plane plane, float* x);

    /// <summary>Writes the right classes of a group.</summary>
    /// <param name="first">First sample of the group, counted within the batch.</param>
    /// <param name="count">How many there are; the lanes behind them get -1.</param>
    /// <param name="labels">The classes as float, a vector of lanes.</param>
    void Label(int first, int count, float* labels);
}
