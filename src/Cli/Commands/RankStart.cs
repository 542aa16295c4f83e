using TorchBasics.Bindings.Mpi;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Cli.Commands;

/// <summary>Joins the processes that a launcher of MPI has started, and ends together with them.</summary>
/// <param name="screen">Where errors go.</param>
/// <param name="join">Joins them, from how long a rank is waited for; null where this process is alone.</param>
internal sealed class RankStart(Screen screen, Func<TimeSpan, RankGroup?> join)
{
    private const int MostSeconds = 86_400;

    private static readonly TimeSpan FirstError = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OthersMessage = TimeSpan.FromSeconds(1.5);

    /// <summary>The processes that a launcher has started.</summary>
    /// <param name="screen">Where errors go.</param>
    public RankStart(Screen screen)
        : this(screen, RankGroup.Join)
    {
    }

    /// <summary>Whether this process stands for all: the first one, or the only one.</summary>
    public static bool Leads => MpiLaunch.Detect() is not { Rank: > 0 };

    /// <summary>Refuses what only one process can do.</summary>
    /// <exception cref="TorchBasicsException">There are several: kind Usage.</exception>
    public static void RefuseSeveral(string what)
    {
        if (MpiLaunch.Detect() is { Size: > 1 } launch)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"{what}; {launch.Launcher} has started {launch.Size} processes. Start it without.");
    }

    /// <summary>Does work with the processes that were started together with this one.</summary>
    /// <param name="seconds">How long a rank may be silent; null for the usual time.</param>
    /// <param name="work">The work, with the group, or null where this process is alone; it returns the exit code.</param>
    /// <param name="interruption">Asks to stop.</param>
    /// <returns>The exit code.</returns>
    public int Run(double? seconds, Func<RankGroup?, int> work, CancellationToken interruption)
    {
        var limit = seconds ?? RankGroup.UsualLimit.TotalSeconds;
        if (limit is not (> 0 and <= MostSeconds))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"--peer-timeout is {limit}; expected a number of seconds above 0, at most {MostSeconds}.");
        using var ranks = Join(TimeSpan.FromSeconds(limit), interruption);
        if (ranks is null)
            return work(null);
        try
        {
            return work(ranks);
        }
        catch (LostRankException lost)
        {
            return Lost(ranks, lost);
        }
        catch (TorchBasicsException error)
        {
            Report(ranks, error);
            return (int)error.Kind;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            ranks.ReportFailure(ErrorKind.Failed); // what nobody foresaw must not leave the others waiting
            throw;
        }
    }

    // Once, and before any process ends: the launcher then ends the others, whatever they still had to say.
    private void Report(RankGroup ranks, TorchBasicsException error)
    {
        if (error is PeerFailedException)
        {
            Leave(OthersMessage); // it reports itself; a report from here would look like an error of this rank's own
            return;
        }

        if (ranks.Leads)
            screen.Error(error.Message);
        if (!ranks.ReportFailure(error.Kind))
            Leave(OthersMessage);
        else if (!ranks.Leads)
            screen.Error(FormattableString.Invariant($"Rank {ranks.Rank} ({ranks.Hosts[ranks.Rank]}): {error.Message}"));
    }

    // Leaves another rank the time to say what happened.
    private static void Leave(TimeSpan time)
    {
        using var never = new ManualResetEvent(initialState: false);
        _ = never.WaitOne(time);
    }

    // Where no process finds MPI, the first one says so, and the launcher ends the others.
    private RankGroup? Join(TimeSpan limit, CancellationToken interruption)
    {
        try
        {
            return join(limit);
        }
        catch (TorchBasicsException) when (!Leads)
        {
            _ = interruption.WaitHandle.WaitOne(FirstError);
            interruption.ThrowIfCancellationRequested();
            throw;
        }
    }

    // The lowest rank that is left says what happened, and ends those that hang.
    private int Lost(RankGroup ranks, LostRankException lost)
    {
        var speaker = Enumerable.Range(0, ranks.Size).Except(lost.Ranks).First();
        if (ranks.Rank == speaker)
            screen.Error(ranks.Folder.Length == 0 ? lost.Message
                : $"{lost.Message} The last checkpoint in {ranks.Folder} is whole: '{ProgramName.ToType} train --resume "
                + $"{ranks.Folder}' continues, started with this or another number of processes.");
        else
            Leave(2 * OthersMessage);
        ranks.Abort(ExitCodes.Failed);
        return ExitCodes.Failed;
    }
}
