using TorchBasics.Core;
using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Plans;

/// <summary>The arrays of one slice: what one thread works on at a time.</summary>
internal sealed unsafe class Workspace : IDisposable
{
    private readonly AlignedFloats _floats;
    private readonly Arrays[] _arrays;
    private readonly RandomGenerator _random = new(0);

    /// <summary>Takes the memory.</summary>
    /// <param name="blocks">The blocks, in order.</param>
    /// <param name="groups">Groups of the largest slice.</param>
    /// <param name="training">Whether there will be backward passes.</param>
    public Workspace(IReadOnlyList<Block> blocks, int groups, bool training)
    {
        var size = 0L;
        _arrays = new Arrays[blocks.Count + 1];
        for (var k = 0; k <= blocks.Count; k++)
        {
            var plane = k < blocks.Count ? blocks[k].Input : blocks[^1].Output;
            _arrays[k] = new(
                Values: Take((long)plane.GroupStep * groups),
                Gradient: Take(training ? (long)plane.GroupStep * groups : 0),
                State: Take(training && k < blocks.Count ? (long)blocks[k].StateFloats * groups : 0),
                Scratch: Take(k < blocks.Count ? blocks[k].ScratchFloats : 0));
        }

        Labels = Take(groups * Lanes.Count);
        Lane = Take(2 * Lanes.Count);
        _floats = new AlignedFloats(size);
        Groups = groups;
        IsTraining = training;

        // Whole cache lines, so that no two arrays share one.
        long Take(long floats)
        {
            var offset = size;
            size += (floats + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
            return offset;
        }
    }

    /// <summary>Groups of the largest slice that fits.</summary>
    public int Groups { get; }

    /// <summary>Whether there is room for backward passes.</summary>
    public bool IsTraining { get; }

    private long Labels { get; }

    private long Lane { get; }

    /// <summary>What enters a block; behind the last one, what leaves the network.</summary>
    public float* Values(int block) => _floats.Pointer + _arrays[block].Values;

    /// <summary>The gradient of <see cref="Values"/>.</summary>
    public float* Gradient(int block) => _floats.Pointer + _arrays[block].Gradient;

    /// <summary>Right classes of a group, as float.</summary>
    public float* LabelsOf(int group) => _floats.Pointer + Labels + (group * Lanes.Count);

    /// <summary>A vector of lanes for the loss.</summary>
    public float* LossLanes => _floats.Pointer + Lane;

    /// <summary>A vector of lanes for the answers.</summary>
    public float* ArgmaxLanes => _floats.Pointer + Lane + Lanes.Count;

    /// <summary>The arrays of a block.</summary>
    public BlockMemory Of(int block) => new()
    {
        X = Values(block),
        Y = Values(block + 1),
        State = IsTraining ? _floats.Pointer + _arrays[block].State : null,
        Scratch = _floats.Pointer + _arrays[block].Scratch,
        GradY = IsTraining ? Gradient(block + 1) : null,
        GradX = IsTraining ? Gradient(block) : null,
        Random = _random,
    };

    /// <inheritdoc/>
    public void Dispose() => _floats.Dispose();

    private readonly record struct Arrays(long Values, long Gradient, long State, long Scratch);
}
