namespace TorchBasics.Kernels.Plans;

/// <summary>Threads that work on a batch together; the caller's is one of them.</summary>
public interface IThreadTeam : IDisposable
{
    /// <summary>How many threads there are, at least 1.</summary>
    int Size { get; }

    /// <summary>
    /// Calls a piece of work with every number from 0, on as many threads at once as there are, and waits for the last.
    /// </summary>
    /// <param name="workers">How many numbers, at least 1.</param>
    /// <param name="work">Called once with each number. An exception that it throws is thrown here, once all have ended.</param>
    void Run(int workers, Action<int> work);
}
