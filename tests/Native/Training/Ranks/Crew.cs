using System.Runtime.ExceptionServices;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>Lets every rank do the same work, each on a thread of its own, and end as the program ends.</summary>
internal static class Crew
{
    private static readonly TimeSpan Hanging = TimeSpan.FromMinutes(2);

    /// <summary>As long as no rank is lost, whatever else the machine does.</summary>
    public static TimeSpan Patient { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Work that succeeds on every rank.</summary>
    /// <returns>What came out, by rank.</returns>
    public static T[] Work<T>(int ranks, Func<RankGroup, T> work)
    {
        var world = new MemoryWorld(ranks);
        var outcomes = Try(world, Patient, work);
        // Its own error before those that follow from it.
        var errors = outcomes.Select(outcome => outcome.Error).OfType<Exception>()
            .OrderBy(error => error is TorchBasicsException);
        if (errors.FirstOrDefault() is { } error)
            ExceptionDispatchInfo.Throw(error);
        Assert.Equal(0, world.LeftOver);
        return [.. outcomes.Select(outcome => outcome.Result!)];
    }

    /// <summary>Work that may fail.</summary>
    /// <returns>What came out, or what went wrong, by rank.</returns>
    public static (T? Result, Exception? Error)[] Try<T>(MemoryWorld world, TimeSpan limit, Func<RankGroup, T> work)
    {
        var outcomes = new (T? Result, Exception? Error)[world.Size];
        var threads = Enumerable.Range(0, world.Size).Select(rank => new Thread(() =>
        {
            try
            {
                using var group = new RankGroup(world.Link(rank), limit);
                outcomes[rank] = Outcome(group, work);
            }
            catch (Exception error)
            {
                outcomes[rank] = (default, error);
            }
        })
        { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(Hanging), "A rank hangs."));
        return outcomes;
    }

    // As the command line ends its work.
    private static (T? Result, Exception? Error) Outcome<T>(RankGroup group, Func<RankGroup, T> work)
    {
        try
        {
            return (work(group), null);
        }
        catch (LostRankException error)
        {
            group.Abort(1);
            return (default, error);
        }
        catch (Exception error)
        {
            group.ReportFailure((error as TorchBasicsException)?.Kind ?? ErrorKind.Failed);
            return (default, error);
        }
    }
}
