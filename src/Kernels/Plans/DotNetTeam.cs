using System.Runtime.ExceptionServices;

namespace TorchBasics.Kernels.Plans;

/// <summary>The threads of .NET's pool, where there is no libtorch.</summary>
/// <param name="size">How many may work at once, at least 1.</param>
public sealed class DotNetTeam(int size) : IThreadTeam
{
    private readonly ParallelOptions _options = new()
    {
        MaxDegreeOfParallelism = size >= 1
            ? size
            : throw new ArgumentOutOfRangeException(nameof(size), size, "A team needs a thread."),
    };

    /// <inheritdoc/>
    public int Size => _options.MaxDegreeOfParallelism;

    /// <inheritdoc/>
    public void Run(int workers, Action<int> work)
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

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
