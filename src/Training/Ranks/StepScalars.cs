namespace TorchBasics.Training.Ranks;

/// <summary>
/// The few numbers of a step that every rank tells every other one: the loss and the right answers of each share, and whether
/// it was asked to stop.
/// </summary>
/// <param name="group">The ranks.</param>
internal sealed unsafe class StepScalars(RankGroup group) : IDisposable
{
    private const int Numbers = 2; // of a share, behind one that says whether to stop

    private readonly NativeBytes _memory = new();
    private readonly List<Message> _messages = [];
    private JoinPlan _plan = null!;

    /// <summary>What has not arrived yet.</summary>
    public List<Message> Messages => _messages;

    /// <summary>Whether a rank was asked to stop when it came to the last batch that is complete.</summary>
    public bool ShouldStop { get; private set; }

    /// <summary>Sends the numbers of this rank.</summary>
    /// <param name="plan">Who has which shares.</param>
    /// <param name="losses">Loss of each share of the batch.</param>
    /// <param name="corrects">Right answers in each share of the batch.</param>
    public void Begin(JoinPlan plan, double[] losses, long[] corrects)
    {
        _plan = plan;
        var rank = group.Rank;
        _memory.Reserve(Offset(group.Size) * sizeof(double));
        var own = (double*)_memory.Pointer + Offset(rank);
        own[0] = group.Interruption.IsCancellationRequested ? 1 : 0;
        for (var k = 0; k < plan.Shares[rank].Count; k++)
            (own[1 + (Numbers * k)], own[2 + (Numbers * k)]) =
                (losses[plan.Shares[rank].First + k], corrects[plan.Shares[rank].First + k]);
        for (var peer = 0; peer < group.Size; peer++)
            if (peer != rank)
                _messages.Add(group.Receive(
                    (double*)_memory.Pointer + Offset(peer), Count(peer) * sizeof(double), peer, RankTags.Losses));
        for (var peer = 0; peer < group.Size; peer++)
            if (peer != rank)
                _messages.Add(group.Send(own, Count(rank) * sizeof(double), peer, RankTags.Losses));
    }

    /// <summary>Reads the numbers of the others, which have arrived.</summary>
    public void Read(double[] losses, long[] corrects)
    {
        ShouldStop = false;
        for (var peer = 0; peer < group.Size; peer++)
        {
            var numbers = (double*)_memory.Pointer + Offset(peer);
            ShouldStop |= numbers[0] != 0;
            for (var k = 0; k < _plan.Shares[peer].Count; k++)
                (losses[_plan.Shares[peer].First + k], corrects[_plan.Shares[peer].First + k]) =
                    (numbers[1 + (Numbers * k)], (long)numbers[2 + (Numbers * k)]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private nint Count(int rank) => 1 + ((nint)Numbers * _plan.Shares[rank].Count);

    private nint Offset(int rank)
    {
        nint offset = 0;
        for (var each = 0; each < rank; each++)
            offset += Count(each);
        return offset;
    }
}
