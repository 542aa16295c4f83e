using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Summation;

namespace TorchBasics.Kernels.Blocks;

/// <summary>Average pooling or, with a weight and a bias for each channel, trainable subsampling.</summary>
/// <param name="kernels">The kernels to use.</param>
/// <param name="window">How the window slides.</param>
/// <param name="weight">[channel]; nothing for a mean.</param>
/// <param name="bias">[channel]; nothing for a mean.</param>
internal sealed unsafe class AvgPool2dBlock(LaneKernels kernels, PoolGeometry window, ParameterSlot weight, ParameterSlot bias)
    : Block(kernels, window.Input, window.Output)
{
    /// <summary>How the window slides.</summary>
    public PoolGeometry Window => window;

    /// <inheritdoc/>
    public override int GradientTasks => IsTrainable ? 1 : 0;

    private bool IsTrainable => weight.Values is not null;

    // A share of the gradients: weights, then biases.
    private int Share => 2 * Input.Channels;

    /// <inheritdoc/>
    public override long BatchFloats(int groups, int shares) => IsTrainable ? (long)shares * Share : 0;

    /// <inheritdoc/>
    public override void Forward(in Slice slice, in BlockMemory memory)
    {
        for (var group = 0; group < slice.Groups; group++)
            Kernels.AvgPool2d(
                window,
                Group(memory.X, group, Input.GroupStep),
                weight.Values,
                bias.Values,
                Group(memory.Y, group, Output.GroupStep));
    }

    /// <inheritdoc/>
    public override void Backward(in Slice slice, in BlockMemory memory)
    {
        var share = memory.Batch + ((nint)slice.Share * Share);
        if (IsTrainable && slice.OpensShare)
            new Span<float>(share, Share).Clear();
        for (var group = 0; group < slice.Groups; group++)
            Kernels.AvgPool2dBackward(
                window,
                Group(memory.X, group, Input.GroupStep),
                weight.Values,
                Group(memory.GradY, group, Output.GroupStep),
                Group(memory.GradX, group, Input.GroupStep),
                share,
                share + Input.Channels);
    }

    /// <inheritdoc/>
    public override void CollectGradients(int task, float* batch, ShareSums sums)
    {
        var root = 0;
        foreach (var share in AddShares(batch, Share, sums))
        {
            var (first, target) = ((nint)share * Share, root++ * sums.RootStep);
            Copy(batch + first, Input.Channels, weight.Gradient + target);
            Copy(batch + first + Input.Channels, Input.Channels, bias.Gradient + target);
        }
    }
}
