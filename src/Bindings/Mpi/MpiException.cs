using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Mpi;

/// <summary>A call of MPI failed: a peer is gone, or does not exist, or sent something else.</summary>
public sealed class MpiException : TorchBasicsException
{
    /// <summary>Creates the error.</summary>
    /// <param name="call">The name of the function.</param>
    /// <param name="peer">The other process; null for a call without one.</param>
    /// <param name="reason">The library's own text, or ours.</param>
    public MpiException(string call, int? peer, string reason)
        : base(ErrorKind.Failed, $"{call}{(peer is null ? "" : $" with rank {peer}")} failed: {reason}")
    {
        Call = call;
        Peer = peer;
    }

    /// <summary>The name of the function.</summary>
    public string Call { get; }

    /// <summary>The other process; null for a call without one.</summary>
    public int? Peer { get; }
}
