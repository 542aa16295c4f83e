using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Inference.Steps;

/// <summary>
/// Some neighbouring layers of a network, computed for one sample. Without memory of a sample, so that any number of threads may
/// use it.
/// </summary>
/// <param name="output">Layout of what leaves.</param>
internal abstract unsafe class SampleStep(SamplePlane output) : IDisposable
{
    /// <summary>Layout of what leaves.</summary>
    public SamplePlane Output { get; } = output;

    /// <summary>Floats of memory of the step's own.</summary>
    public virtual int ScratchFloats => 0;

    /// <summary>Roughly how much work this is, in multiply-adds, the lanes of a register that do nothing included.</summary>
    public virtual long Work => 0;

    /// <summary>Computes what leaves.</summary>
    /// <param name="x">What enters.</param>
    /// <param name="y">What leaves; its border is zero and stays.</param>
    /// <param name="scratch">Memory of the step's own; zero before the first call.</param>
    public abstract void Run(float* x, float* y, float* scratch);

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <summary>Frees what the step owns.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>A copy of some numbers, with zeros behind them.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="count">How many.</param>
    /// <returns>Memory for as many, in whole blocks of channels.</returns>
    protected static AlignedFloats Padded(float* values, int count)
    {
        var padded = new AlignedFloats(Lanes.Groups(count) * Lanes.Count);
        new ReadOnlySpan<float>(values, count).CopyTo(new Span<float>(padded.Pointer, count));
        return padded;
    }
}
