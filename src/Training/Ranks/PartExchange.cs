using TorchBasics.Kernels.Plans;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Training.Ranks;

/// <summary>
/// One part of the gradients on its way: every rank sends its sums to those who add them up, and gets the finished part back.
/// Either each rank adds up a slice for all (as a reduce-scatter and an all-gather move it), or, where that saves time, each
/// adds up everything.
/// </summary>
/// <param name="group">The ranks.</param>
/// <param name="kernels">Adds.</param>
/// <param name="memory">Where the gradients stand.</param>
/// <param name="parts">How they are cut.</param>
/// <param name="part">Which part this is.</param>
internal sealed unsafe class PartExchange(
    RankGroup group, LaneKernels kernels, GradientMemory memory, GradientParts parts, int part) : IDisposable
{
    private const int SmallFloats = 1 << 13; // below, a second round of messages takes longer than the bytes it saves

    // With two ranks, all sums go to the other one in either way, in one round instead of two.
    private readonly bool _everybodyAddsAll = group.Size == 2 || parts.Range(part).Count <= SmallFloats;
    private readonly NativeBytes _received = new();
    private readonly List<Message> _messages = [];
    private JoinPlan _plan = null!;
    private Stage _stage = Stage.Done;

    private enum Stage
    {
        Adding,
        Spreading,
        Done,
    }

    /// <summary>What has not arrived yet.</summary>
    public List<Message> Messages => _messages;

    private (int Start, int Count) Own => SliceOf(group.Rank);

    /// <summary>Sends the sums of this rank, which stand in the memory.</summary>
    /// <param name="plan">Who has which.</param>
    public void Begin(JoinPlan plan)
    {
        (_plan, _stage) = (plan, Stage.Adding);
        var (rank, own) = (group.Rank, Own);
        _received.Reserve((nint)plan.RootCount * Step(own.Count) * sizeof(float));
        for (var peer = 0; peer < group.Size; peer++)
            for (var root = 0; peer != rank && root < plan.Roots[peer]; root++)
                _messages.Add(group.Receive(Sum(plan.FirstRoots[peer] + root), Bytes(own), peer, RankTags.Sums(part)));
        for (var peer = 0; peer < group.Size; peer++)
            for (var root = 0; peer != rank && root < plan.Roots[rank]; root++)
            {
                var slice = SliceOf(peer);
                _messages.Add(group.Send(Place(root, slice), Bytes(slice), peer, RankTags.Sums(part)));
            }
    }

    /// <summary>Does what can be done without waiting.</summary>
    /// <returns>Whether the part is finished.</returns>
    public bool Advance()
    {
        while (_stage != Stage.Done && group.Poll(_messages))
        {
            if (_stage == Stage.Adding)
                AddUp();
            _stage = _stage == Stage.Adding && !_everybodyAddsAll ? Stage.Spreading : Stage.Done;
            if (_stage == Stage.Spreading)
                Spread();
        }

        return _stage == Stage.Done;
    }

    /// <inheritdoc/>
    public void Dispose() => _received.Dispose();

    private static nint Bytes((int Start, int Count) slice) => (nint)slice.Count * sizeof(float);

    // Whole cache lines.
    private static int Step(int count) => Lanes.Groups(count) * Lanes.Count;

    private (int Start, int Count) SliceOf(int rank) =>
        _everybodyAddsAll ? parts.Range(part) : parts.Slice(part, rank, group.Size);

    private float* Place(int root, (int Start, int Count) slice) =>
        memory.First + ((nint)root * memory.Floats) + slice.Start;

    // Where a sum of the own slice lies: those of this rank where they were added, the others where they arrived.
    private float* Sum(int number)
    {
        var own = number - _plan.FirstRoots[group.Rank];
        return own >= 0 && own < _plan.Roots[group.Rank]
            ? Place(own, Own)
            : (float*)_received.Pointer + ((nint)number * Step(Own.Count));
    }

    private void AddUp()
    {
        var own = Own;
        foreach (var (into, from) in _plan.Pairs)
            kernels.Add(own.Count, Sum(from), Sum(into));
        if (Sum(0) != Place(0, own))
            new ReadOnlySpan<float>(Sum(0), own.Count).CopyTo(new Span<float>(Place(0, own), own.Count));
    }

    private void Spread()
    {
        for (var peer = 0; peer < group.Size; peer++)
        {
            if (peer == group.Rank)
                continue;
            var (slice, own) = (SliceOf(peer), Own);
            _messages.Add(group.Receive(Place(0, slice), Bytes(slice), peer, RankTags.Slices(part)));
            _messages.Add(group.Send(Place(0, own), Bytes(own), peer, RankTags.Slices(part)));
        }
    }
}
