using TorchBasics.Kernels.Summation;
using static TorchSharp.torch;

namespace TorchBasics.Training.Ranks;

/// <summary>Makes of what each rank has the sum of all, which is the same on all ranks.</summary>
internal interface IGradientExchange : IDisposable
{
    /// <summary>Where each rank puts its numbers, and finds the sums: floats in one piece.</summary>
    Tensor Numbers { get; }

    /// <summary>Whether a rank was asked to stop; the same on all.</summary>
    bool ShouldStop { get; }

    /// <summary>Which shares of a batch are this rank's.</summary>
    ShareSums SumsOf(ShareCut cut);

    /// <summary>Adds up.</summary>
    /// <param name="sums">What this rank has; where it has no share, its numbers do not count.</param>
    /// <param name="losses">Loss of each share of the batch: this rank's are read, the others' written.</param>
    /// <param name="corrects">Right answers in each share, likewise.</param>
    void Sum(ShareSums sums, double[] losses, long[] corrects);
}
