using static TorchSharp.torch;

namespace TorchBasics.Training.Gradients;

/// <summary>What a network said of a batch.</summary>
/// <param name="Loss">Mean loss, float [].</param>
/// <param name="Outputs">Float [N, classes].</param>
/// <param name="Labels">The right classes, int64 [N].</param>
internal sealed record BatchOutcome(Tensor Loss, Tensor Outputs, Tensor Labels) : IDisposable
{
    /// <summary>The mean loss; waits for the device.</summary>
    public double ReadLoss() => Loss.item<float>();

    /// <inheritdoc/>
    public void Dispose()
    {
        Loss.Dispose();
        Outputs.Dispose();
        Labels.Dispose();
    }
}
