using TorchBasics.Bindings.Mpi;

namespace TorchBasics.Training.Ranks;

/// <summary>MPI carries the bytes.</summary>
/// <param name="world">All processes; becomes this object's own.</param>
internal sealed unsafe class MpiLink(MpiWorld world) : IRankLink
{
    private readonly Stack<int> _free = new();
    private MpiRequest[] _requests = [];

    /// <inheritdoc/>
    public int Rank => world.Rank;

    /// <inheritdoc/>
    public int Size => world.Size;

    /// <inheritdoc/>
    public string Host => world.Host;

    /// <inheritdoc/>
    public int Send(void* data, nint bytes, int peer, int tag) => Keep(world.Send(data, bytes, peer, tag));

    /// <inheritdoc/>
    public int Receive(void* data, nint bytes, int peer, int tag) => Keep(world.Receive(data, bytes, peer, tag));

    /// <inheritdoc/>
    public bool IsDone(int ticket)
    {
        if (!world.IsDone(ref _requests[ticket]))
            return false;
        _free.Push(ticket);
        return true;
    }

    /// <inheritdoc/>
    public void Abort(int exitCode) => world.Abort(exitCode);

    /// <inheritdoc/>
    public void Dispose() => world.Dispose();

    private int Keep(MpiRequest request)
    {
        if (_free.Count == 0)
        {
            var known = _requests.Length;
            Array.Resize(ref _requests, Math.Max(16, 2 * known));
            for (var ticket = _requests.Length - 1; ticket >= known; ticket--)
                _free.Push(ticket);
        }

        var free = _free.Pop();
        _requests[free] = request;
        return free;
    }
}
