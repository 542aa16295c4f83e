using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>Any block for groups, with the sample alone in its group: right for every layer, and wasteful.</summary>
internal sealed unsafe class GroupStep : SampleStep
{
    private readonly Block _block;
    private readonly int[] _from;
    private readonly int[] _to;
    private readonly int[] _back;

    /// <summary>Prepares the step.</summary>
    /// <param name="block">The block, whose weights are packed; stays the caller's.</param>
    /// <param name="input">Layout of what enters.</param>
    public GroupStep(Block block, SamplePlane input)
        : base(SamplePlane.Blocked(block.Output))
    {
        _block = block;
        (_from, _to, _back) = (input.Places(), block.Input.Places(), block.Output.Places());
        Targets = Output.Places();
    }

    /// <inheritdoc/>
    public override int ScratchFloats => _block.Input.GroupStep + _block.Output.GroupStep + _block.ScratchFloats;

    /// <inheritdoc/>
    public override long Work => Lanes.Count * (_block.Input.Features + _block.Output.Features + _block.MultiplyAdds);

    private int[] Targets { get; }

    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch)
    {
        var results = scratch + _block.Input.GroupStep;
        for (var k = 0; k < _from.Length; k++)
            scratch[_to[k]] = x[_from[k]];
        _block.Forward(
            new Slice(0, 0, 1), new BlockMemory { X = scratch, Y = results, Scratch = results + _block.Output.GroupStep });
        for (var k = 0; k < _back.Length; k++)
            y[Targets[k]] = results[_back[k]];
    }
}
