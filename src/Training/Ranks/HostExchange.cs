using TorchBasics.Bindings.Memory;
using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Summation;
using static TorchSharp.torch;

namespace TorchBasics.Training.Ranks;

/// <summary>The numbers stand in the memory of the processor; MPI carries them, and our kernels add them.</summary>
internal sealed unsafe class HostExchange : IGradientExchange
{
    private readonly TensorMemory<float> _borrowed;
    private readonly RankSharing _sharing;

    /// <summary>Prepares.</summary>
    /// <param name="ranks">The ranks; stay the caller's.</param>
    /// <param name="ranges">The numbers of each array.</param>
    public HostExchange(RankGroup ranks, (int Start, int End)[] ranges)
    {
        Numbers = zeros(Math.Max(1, ranges[^1].End)).DetachFromDisposeScope();
        _borrowed = Numbers.Borrow<float>();
        _sharing = new RankSharing(
            ranks,
            ProvenKernels.Current.Kernels,
            new GradientMemory((float*)_borrowed.Pin().Pointer, ranges, roots: 1),
            cut => JoinPlan.OneSumEach(cut, ranks.Rank, ranks.Size));
    }

    /// <inheritdoc/>
    public Tensor Numbers { get; }

    /// <inheritdoc/>
    public bool ShouldStop => _sharing.ShouldStop;

    /// <inheritdoc/>
    public ShareSums SumsOf(ShareCut cut) => _sharing.SumsOf(cut);

    /// <inheritdoc/>
    public void Sum(ShareSums sums, double[] losses, long[] corrects)
    {
        _sharing.Begin(sums, losses, corrects);
        for (var part = 0; part < _sharing.Parts; part++)
            _sharing.Share(part);
        _sharing.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sharing.Dispose();
        ((IDisposable)_borrowed).Dispose();
        Numbers.Dispose();
    }
}
