using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>
/// Ranks that are threads of this process. No message is lost, doubled or overtaken by another of its tag, and bytes are copied
/// as late as is allowed: when both sides have asked for them, some polls later. A rank can be silenced, as if it hung.
/// </summary>
/// <param name="size">How many ranks there are.</param>
/// <param name="mostDelay">After how many polls, at most, a message goes through.</param>
internal sealed unsafe class MemoryWorld(int size, int mostDelay = 3)
{
    private readonly Lock _lock = new();
    private readonly List<Operation>[] _operations = [.. Enumerable.Range(0, size).Select(_ => new List<Operation>())];
    private readonly bool[] _silent = new bool[size];
    private readonly Random _random = new(1);
    private long _number;

    private enum State
    {
        Free,
        Waiting,
        Matched,
        Done,
    }

    public int Size => size;

    /// <summary>Messages that a rank had under way when it left.</summary>
    public int LeftOver { get; private set; }

    /// <summary>The rank that ended all, with its exit code; null for none.</summary>
    public (int Rank, int ExitCode)? Aborted { get; private set; }

    public IRankLink Link(int rank) => new MemoryLink(this, rank);

    /// <summary>From now on nothing comes from a rank, and nothing gets there.</summary>
    public void Silence(int rank)
    {
        lock (_lock)
            _silent[rank] = true;
    }

    private int Begin(int rank, byte* data, nint bytes, int peer, int tag, bool isSend)
    {
        lock (_lock)
        {
            var own = _operations[rank];
            var ticket = 0;
            while (ticket < own.Count && own[ticket].State != State.Free)
                ticket++;
            if (ticket == own.Count)
                own.Add(default);
            var operation = new Operation
            {
                Data = data,
                Bytes = bytes,
                Peer = peer,
                Tag = tag,
                IsSend = isSend,
                State = State.Waiting,
                Number = _number++,
            };
            if (!_silent[rank] && !_silent[peer] && Earliest(peer, rank, tag, !isSend) is >= 0 and var partner)
            {
                var other = _operations[peer][partner];
                if (other.Bytes != bytes)
                    throw new InvalidOperationException(
                        $"Rank {rank} {(isSend ? "sends" : "expects")} {bytes} bytes with tag {tag}, "
                        + $"rank {peer} has {other.Bytes}.");
                var delay = _random.Next(mostDelay + 1);
                (other.State, other.Partner, other.Delay) = (State.Matched, ticket, delay);
                (operation.State, operation.Partner, operation.Delay) = (State.Matched, partner, delay);
                _operations[peer][partner] = other;
            }

            own[ticket] = operation;
            return ticket;
        }
    }

    private int Earliest(int rank, int peer, int tag, bool isSend)
    {
        var (found, list) = (-1, _operations[rank]);
        for (var k = 0; k < list.Count; k++)
            if (list[k].State == State.Waiting && list[k].Peer == peer && list[k].Tag == tag && list[k].IsSend == isSend
                && (found < 0 || list[k].Number < list[found].Number))
                found = k;
        return found;
    }

    private bool IsDone(int rank, int ticket)
    {
        lock (_lock)
        {
            var own = _operations[rank][ticket];
            if (own.State == State.Matched && !_silent[rank] && !_silent[own.Peer] && --own.Delay < 0)
            {
                var other = _operations[own.Peer][own.Partner];
                var (from, to) = own.IsSend ? (own, other) : (other, own);
                new ReadOnlySpan<byte>(from.Data, (int)from.Bytes).CopyTo(new Span<byte>(to.Data, (int)to.Bytes));
                other.State = own.State = State.Done;
                _operations[own.Peer][own.Partner] = other;
            }

            var isDone = own.State == State.Done;
            if (isDone)
                own.State = State.Free;
            _operations[rank][ticket] = own;
            return isDone;
        }
    }

    // Its memory is gone then.
    private void Leave(int rank)
    {
        lock (_lock)
        {
            _silent[rank] = true;
            LeftOver += _operations[rank].Count(operation => operation.State != State.Free);
        }
    }

    private struct Operation
    {
        public byte* Data;
        public nint Bytes;
        public int Peer;
        public int Tag;
        public bool IsSend;
        public State State;
        public long Number;
        public int Partner;
        public int Delay;
    }

    private sealed class MemoryLink(MemoryWorld world, int rank) : IRankLink
    {
        public int Rank => rank;

        public int Size => world.Size;

        public string Host => $"machine{rank}";

        public int Send(void* data, nint bytes, int peer, int tag) =>
            world.Begin(rank, (byte*)data, bytes, peer, tag, isSend: true);

        public int Receive(void* data, nint bytes, int peer, int tag) =>
            world.Begin(rank, (byte*)data, bytes, peer, tag, isSend: false);

        public bool IsDone(int ticket) => world.IsDone(rank, ticket);

        public void Abort(int exitCode) => world.Aborted ??= (rank, exitCode);

        public void Dispose() => world.Leave(rank);
    }
}
