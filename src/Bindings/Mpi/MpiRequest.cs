namespace TorchBasics.Bindings.Mpi;

/// <summary>
/// A message under way, which <see cref="MpiWorld.IsDone"/> asks about and in the end lets go of. The default is one that
/// is done.
/// </summary>
/// <remarks>Keep one copy: the library's handle changes as the message is asked about.</remarks>
public unsafe struct MpiRequest
{
    /// <summary>The library's handle, an int or a pointer; where there are several pieces, of none.</summary>
    internal nint Handle;

    /// <summary>The handles of a message of several pieces, in memory that is the request's own; null for one piece.</summary>
    internal nint* Pieces;

    /// <summary>How many bytes are not known to have arrived.</summary>
    internal nint Left;

    /// <summary>The other process.</summary>
    internal int Peer;

    /// <summary>How many pieces there are.</summary>
    internal int Count;

    /// <summary>The first piece that is not known to be done; <see cref="Count"/> when all are.</summary>
    internal int Next;

    /// <summary>Whether this is the receiving side.</summary>
    internal bool IsReceiving;
}
