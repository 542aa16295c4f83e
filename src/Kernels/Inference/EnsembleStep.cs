using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Inference.Steps;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Inference;

/// <summary>The mean of what several members make of one sample, each as steps of its own, one after the other.</summary>
internal sealed unsafe class EnsembleStep : SampleStep
{
    private readonly EnsembleBlock _block;
    private readonly SamplePlan[] _members;
    private readonly int[]? _from;
    private readonly int[]? _to;
    private readonly int _inputs;
    private readonly int _results;

    /// <summary>Prepares the step.</summary>
    /// <param name="kernels">The kernels to use.</param>
    /// <param name="block">The block, whose weights are packed; stays the caller's.</param>
    /// <param name="input">Layout of what enters.</param>
    /// <param name="layer">The ensemble.</param>
    /// <param name="own">Its parameters.</param>
    public EnsembleStep(
        LaneKernels kernels, EnsembleBlock block, SamplePlane input, Ensemble layer, IReadOnlyList<ParameterSlot> own)
        : base(SamplePlane.Blocked(block.Output))
    {
        _block = block;
        var (each, first) = (LayerArrays.Split(layer.Inner, own), 0);
        _members = new SamplePlan[layer.Members.Count];
        for (var k = 0; k < _members.Length; first += layer.Members[k].Count, k++)
            _members[k] = new SamplePlan(
                kernels,
                block.Chains[k].Input,
                block.Chains[k].Planned,
                layer.Members[k],
                [.. each.Skip(first).Take(layer.Members[k].Count)]);
        (_from, _inputs) = (input.IsPlain ? null : input.Places(), Whole(block.Input.Features));
        (_to, _results) = (Output.IsPlain ? null : Output.Places(), Whole(block.Output.Features));
    }

    /// <inheritdoc/>
    public override int ScratchFloats =>
        _inputs + (2 * _results) + (int)_members.Sum(member => member.MemoryFloats);

    /// <inheritdoc/>
    public override long Work => _members.Sum(member => member.Work);

    /// <inheritdoc/>
    public override void Run(float* x, float* y, float* scratch)
    {
        float* sum = scratch + _inputs, end = sum + _results, memory = end + _results;
        if (_from is not null)
        {
            for (var k = 0; k < _from.Length; k++)
                scratch[k] = x[_from[k]];
            x = scratch;
        }

        for (var k = 0; k < _members.Length; memory += _members[k].MemoryFloats, k++)
        {
            _members[k].Run(x, k == 0 ? sum : end, memory);
            if (k > 0)
                _block.Add(_results, end, sum);
        }

        _block.Divide(_results, sum);
        for (var k = 0; k < _block.Output.Features; k++)
            y[_to?[k] ?? k] = sum[k];
    }

    /// <inheritdoc/>
    protected override void Release()
    {
        foreach (var member in _members)
            member.Dispose();
    }

    private static int Whole(int floats) => Lanes.Groups(floats) * Lanes.Count;
}
