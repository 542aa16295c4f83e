using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;

namespace TorchBasics.Training.Gradients;

/// <summary>
/// Whoever computes the gradients of a training step: libtorch, our kernels, several machines. The gradients stand in the
/// parameters of the network, where the optimizer finds them, until the next batch.
/// </summary>
internal interface IGradientSource : IDisposable
{
    /// <summary>Mean loss of the last batch; null where reading it would make the step wait for a device.</summary>
    double? Loss { get; }

    /// <summary>Whether a rank was asked to stop; the same on all, after the same batch. False for a process alone.</summary>
    bool ShouldStop { get; }

    /// <summary>Computes the mean loss of a batch and its gradients.</summary>
    /// <param name="batches">Stands at the batch.</param>
    /// <param name="dropoutSeed">Decides what a dropout drops.</param>
    void ComputeGradients(BatchSequence batches, ulong dropoutSeed);

    /// <summary>Mean loss of the last batch; waits for the device.</summary>
    /// <returns>The loss; not a number before the first batch.</returns>
    double ReadLoss();

    /// <summary>Adds loss and right answers of the last batch, once.</summary>
    /// <param name="meter">Sums over the epoch.</param>
    void AddTo(RunningMeter meter);
}
