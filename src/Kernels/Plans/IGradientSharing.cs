using TorchBasics.Kernels.Summation;

namespace TorchBasics.Kernels.Plans;

/// <summary>
/// The machines that compute the shares of a batch together. Each adds its own shares; what is left to add are few sums, which
/// they exchange, part by part, while the next part is still being computed.
/// </summary>
internal interface IGradientSharing
{
    /// <summary>The part of the gradients that a layer belongs to; parts become complete in the order of their numbers.</summary>
    /// <param name="layer">Position of the layer, or of the last of several that are computed in one pass.</param>
    int PartOf(int layer);

    /// <summary>The shares of a batch that are computed here.</summary>
    ShareSums SumsOf(ShareCut cut);

    /// <summary>Called with each batch once the shares are computed, before the gradients are added.</summary>
    /// <param name="sums">What is added here.</param>
    /// <param name="losses">Sum of the losses of each share of the whole batch; those of the others come later.</param>
    /// <param name="corrects">Right answers in each share of the whole batch; those of the others come later.</param>
    void Begin(ShareSums sums, double[] losses, long[] corrects);

    /// <summary>Called when the gradients of a part are added here.</summary>
    /// <param name="part">Which part.</param>
    void Share(int part);

    /// <summary>Called by one thread now and then while a part is computed.</summary>
    void Progress();

    /// <summary>
    /// Waits until gradients, losses and right answers are those of the whole batch. The gradients then stand where a single
    /// machine has them.
    /// </summary>
    void Complete();
}
