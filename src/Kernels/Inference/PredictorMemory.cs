using TorchBasics.Kernels.Blocks;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Kernels.Inference;

/// <summary>What one call works on; while idle, a link of the list of <see cref="MemoryPool"/>.</summary>
/// <param name="sampleFloats">Floats for single samples.</param>
/// <param name="outputs">Numbers of a result.</param>
/// <param name="index">Position within the pool.</param>
internal sealed class PredictorMemory(long sampleFloats, int outputs, int index) : IDisposable
{
    private Workspace? _groups;

    /// <summary>Memory for single samples.</summary>
    public AlignedFloats Sample { get; } = new(sampleFloats);

    /// <summary>Results of one sample.</summary>
    public AlignedFloats Results { get; } = new(outputs);

    /// <summary>Position within the pool.</summary>
    public int Index { get; } = index;

    /// <summary>While idle: the position of the next idle one, or -1.</summary>
    public int Next { get; set; }

    /// <summary>Memory for a slice of groups, taken when it is first needed.</summary>
    public Workspace Groups(FusedPlan plan) => _groups ??= new Workspace(plan.Blocks, Slice.MaxGroups, training: false);

    /// <inheritdoc/>
    public void Dispose()
    {
        Sample.Dispose();
        Results.Dispose();
        _groups?.Dispose();
    }
}
