namespace TorchBasics.Training.Ranks;

/// <summary>What carries bytes between processes: MPI, or memory in a test. Nothing here waits for a peer.</summary>
internal unsafe interface IRankLink : IDisposable
{
    /// <summary>The number of this process, from 0.</summary>
    int Rank { get; }

    /// <summary>How many processes there are, at least 1.</summary>
    int Size { get; }

    /// <summary>The machine this process runs on.</summary>
    string Host { get; }

    /// <summary>Begins to send bytes, which must stay as they are until that is done.</summary>
    /// <returns>A ticket for <see cref="IsDone"/>.</returns>
    int Send(void* data, nint bytes, int peer, int tag);

    /// <summary>Begins to receive exactly so many bytes; messages of a peer with one tag come in the order of sending.</summary>
    /// <returns>A ticket for <see cref="IsDone"/>.</returns>
    int Receive(void* data, nint bytes, int peer, int tag);

    /// <summary>Whether a message is through. Once it is, its ticket is given to another.</summary>
    bool IsDone(int ticket);

    /// <summary>Ends all processes, hung ones included.</summary>
    void Abort(int exitCode);
}
