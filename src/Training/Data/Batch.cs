using static TorchSharp.torch;

namespace TorchBasics.Training.Data;

/// <summary>Some samples, ready for a network; both tensors belong to the dispose scope in which the batch was made.</summary>
/// <param name="Inputs">Float32 [N, C, H, W] or [N, F], normalised.</param>
/// <param name="Labels">Int64 [N], class numbers; or Float32 [N, targets], what a regression is taught.</param>
public sealed record Batch(Tensor Inputs, Tensor Labels)
{
    /// <summary>The number of samples.</summary>
    public int Count => (int)Labels.shape[0];
}
