using System.Runtime.ExceptionServices;

namespace TorchBasics.Kernels.Plans;

/// <summary>The threads of .NET's pool, where there is no libtorch.</summary>
/// <param name="size">
/// How many may work at once, at least 1, which is the caller's. A browser has no others: there it is 1 in any case.
/// </param>
public sealed class DotNetTeam(int size) : IThreadTeam
{
    private readonly ParallelOptions _options = new()
    {
        MaxDegreeOfParallelism = size < 1 ? throw new ArgumentOutOfRangeException(nameof(size), size, "A team needs a thread.")
            : OperatingSystem.IsBrowser() ? 1
            : size,
    };

    /// <inheritdoc/>
    public int Size => _options.MaxDegreeOfParallelism;

    /// <inheritdoc/>
    public void Run(int workers, Action<int> work)
    {
        if (Size > 1)
            RunTogether(workers, work);
        else
            for (var worker = 0; worker < workers; worker++)
                work(worker);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private void RunTogether(int workers, Action<int> work)
    {
        try
        {
            Parallel.For(0, workers, _options, work);
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }
    }
}
