using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>What a block for groups does to each channel by itself, done to a sample whose channels stand in the lanes.</summary>
/// <param name="block">Over <see cref="SamplePlane.Lanewise"/> layouts; becomes this step's own.</param>
/// <param name="output">Layout of what leaves.</param>
internal sealed unsafe class LanewiseStep(Block block, SamplePlane output) : SampleStep(output)
{
    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch) =>
        block.Forward(new Slice(0, 0, 1), new BlockMemory { X = x, Y = y });

    /// <inheritdoc/>
    protected override void Release() => block.Dispose();
}
