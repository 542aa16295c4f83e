using System.Diagnostics;
using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Ranks;

/// <summary>
/// The messages that ranks exchange besides their work: that one is alive though it waits itself, that one has failed, that
/// one is done. A receive for each peer is always under way.
/// </summary>
internal sealed unsafe class RankControl : IDisposable
{
    private const int Slots = 8; // messages of ours that may be under way at a time
    private const int Numbers = 2;

    private readonly IRankLink _link;
    private readonly NativeBytes _memory = new();
    private readonly int[] _receiving;
    private readonly long[] _heard;
    private readonly bool[] _left;
    private readonly bool[] _failed; // those do not listen any more, as those do that wait for the good-byes of others
    private readonly List<int> _sending = [];
    private int _next;

    /// <summary>Begins to listen.</summary>
    public RankControl(IRankLink link)
    {
        _link = link;
        var size = link.Size;
        (_receiving, _heard, _left, _failed) = (new int[size], new long[size], new bool[size], new bool[size]);
        _memory.Reserve((size + Slots) * Numbers * sizeof(int));
        for (var peer = 0; peer < size; peer++)
            if (peer != link.Rank)
                Listen(peer);
    }

    private enum Kind
    {
        Alive = 1,
        Failed = 2,
        Done = 3,
    }

    private int* Received(int peer) => (int*)_memory.Pointer + (peer * Numbers);

    /// <summary>When a peer last said that it is alive, as <see cref="Stopwatch.GetTimestamp"/>; 0 for never.</summary>
    public long HeardAt(int peer) => _heard[peer];

    /// <summary>Whether a peer has said good-bye.</summary>
    public bool HasLeft(int peer) => _left[peer];

    /// <summary>Reads what has come.</summary>
    /// <exception cref="PeerFailedException">A peer has failed.</exception>
    public void Poll()
    {
        for (var peer = 0; peer < _link.Size; peer++)
        {
            if (peer == _link.Rank || _left[peer] || !_link.IsDone(_receiving[peer]))
                continue;
            var (kind, value) = ((Kind)Received(peer)[0], Received(peer)[1]);
            _heard[peer] = Stopwatch.GetTimestamp();
            if (kind == Kind.Done || kind == Kind.Failed)
                _left[peer] = true;
            else
                Listen(peer);
            if (kind != Kind.Failed)
                continue;
            _failed[peer] = true;
            throw new PeerFailedException(peer, (ErrorKind)value);
        }

        for (var k = _sending.Count - 1; k >= 0; k--)
            if (_link.IsDone(_sending[k]))
                _sending.RemoveAt(k);
    }

    /// <summary>Tells everybody that this rank waits, but is alive.</summary>
    public void SayAlive() => Say(Kind.Alive, 0);

    /// <summary>Tells everybody that this rank has failed.</summary>
    public void SayFailed(ErrorKind kind) => Say(Kind.Failed, (int)kind);

    /// <summary>Tells everybody that nothing more will come from here.</summary>
    public void SayDone() => Say(Kind.Done, 0);

    /// <summary>Whether all that was said has been sent.</summary>
    public bool IsSilent => _sending.Count == 0;

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private void Listen(int peer) =>
        _receiving[peer] = _link.Receive(Received(peer), Numbers * sizeof(int), peer, RankTags.Control);

    private void Say(Kind kind, int value)
    {
        var text = (int*)_memory.Pointer + ((_link.Size + (_next++ % Slots)) * Numbers);
        (text[0], text[1]) = ((int)kind, value);
        for (var peer = 0; peer < _link.Size; peer++)
            if (peer != _link.Rank && !_failed[peer])
                _sending.Add(_link.Send(text, Numbers * sizeof(int), peer, RankTags.Control));
    }
}
