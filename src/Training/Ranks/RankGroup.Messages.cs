using System.Diagnostics;
using TorchBasics.Bindings.Mpi;

namespace TorchBasics.Training.Ranks;

/// <content>Messages, and waiting for them.</content>
public sealed unsafe partial class RankGroup
{
    internal Message Send(void* data, nint bytes, int peer, int tag)
    {
        BytesSent += bytes;
        return Begin(data, bytes, peer, tag, isReceiving: false);
    }

    internal Message Receive(void* data, nint bytes, int peer, int tag) => Begin(data, bytes, peer, tag, isReceiving: true);

    /// <summary>Takes out of a list the messages that are through.</summary>
    /// <returns>Whether none is left.</returns>
    internal bool Poll(List<Message> messages)
    {
        for (var k = messages.Count - 1; k >= 0; k--)
        {
            if (!IsDone(messages[k]))
                continue;
            messages[k] = messages[^1];
            messages.RemoveAt(messages.Count - 1);
        }

        return messages.Count == 0;
    }

    /// <summary>Waits for messages.</summary>
    /// <param name="messages">Which; the list is empty then.</param>
    /// <param name="progress">What else goes on meanwhile.</param>
    /// <exception cref="LostRankException">A rank does not answer.</exception>
    /// <exception cref="PeerFailedException">A rank has failed.</exception>
    internal void Wait(List<Message> messages, Action? progress = null)
    {
        if (Poll(messages))
            return;
        var wait = new RankWait(Stopwatch.GetTimestamp());
        for (var turn = 0; !Poll(messages); turn++)
        {
            progress?.Invoke();
            if (!MayWaitOn(ref wait, turn))
                throw Lost(messages, wait);
            Pause(turn, wait.Elapsed);
        }

        Count(wait);
    }

    /// <summary>Waits for what all ranks do together without messages of ours.</summary>
    /// <param name="isDone">Asks whether that is done; does not wait.</param>
    /// <param name="what">What has not happened when it never is, as in "NCCL has not ...".</param>
    /// <exception cref="LostRankException">It takes too long: nobody knows which rank is to blame.</exception>
    /// <exception cref="PeerFailedException">A rank has failed.</exception>
    internal void Wait(Func<bool> isDone, string what)
    {
        var wait = new RankWait(Stopwatch.GetTimestamp());
        for (var turn = 0; !isDone(); turn++)
        {
            if (!MayWaitOn(ref wait, turn))
            {
                _hasLost = true;
                throw new LostRankException([], FormattableString.Invariant($"{what} within {wait.Elapsed.TotalSeconds:0.#} s."));
            }

            Pause(turn, wait.Elapsed);
        }

        Count(wait);
    }

    // Listens to the others, and tells them that this rank is alive.
    private bool MayWaitOn(ref RankWait wait, int turn)
    {
        if (turn % 16 == 0)
            Hear();
        // Who has failed has sent all before: what is waited for may still come, and say more than that somebody failed.
        if (_failure is not null && Stopwatch.GetElapsedTime(_failedAt) > LastMessages)
        {
            _hasFailed = true;
            throw _failure;
        }

        if (!wait.IsAnnounced && wait.Elapsed > _limit / 2)
        {
            _control.SayAlive();
            wait.IsAnnounced = true;
        }

        if (wait.Interrupted == 0 && Interruption.IsCancellationRequested)
        {
            wait.Interrupted = Stopwatch.GetTimestamp();
            _control.SayAlive();
        }

        // Who is asked to stop while it waits has a launcher that will not be patient for long.
        return wait.Elapsed <= _limit
            && (wait.Interrupted == 0 || Stopwatch.GetElapsedTime(wait.Interrupted) <= Patience);
    }

    private void Count(RankWait wait)
    {
        var ticks = Stopwatch.GetTimestamp() - wait.Begun;
        (_waiting, _longest) = (_waiting + ticks, Math.Max(_longest, ticks));
    }

    private TimeSpan Patience => TimeSpan.FromMilliseconds(500) + (3 * Stopwatch.GetElapsedTime(0, _longest));

    private Message Begin(void* data, nint bytes, int peer, int tag, bool isReceiving)
    {
        try
        {
            return new(isReceiving ? _link.Receive(data, bytes, peer, tag) : _link.Send(data, bytes, peer, tag), peer);
        }
        catch (MpiException error)
        {
            throw Lost(peer, error);
        }
    }

    private bool IsDone(Message message)
    {
        try
        {
            return _link.IsDone(message.Ticket);
        }
        catch (MpiException error)
        {
            throw Lost(message.Peer, error);
        }
    }

    // MPI tells nobody that something has come: it is asked again and again, after a while not so often.
    private void Rest() => _never.WaitOne(1);

    private void Pause(int turn, TimeSpan waited)
    {
        if (waited.TotalMilliseconds > 20)
            Rest();
        else if (_shares || turn > 100)
            Thread.Yield();
        else
            Thread.SpinWait(20);
    }

    private LostRankException Lost(int peer, MpiException error)
    {
        _hasLost = true;
        return new([peer], $"{Name(peer, 'R')} was lost: {error.Message}", error);
    }

    // Who waits, too, has said so: it is not the one that holds everybody up.
    private LostRankException Lost(List<Message> messages, RankWait wait)
    {
        _hasLost = true;
        int[] silent = [.. messages.Select(message => message.Peer).Distinct().Order()];
        int[] lost = [.. silent.Where(peer => _control.HeardAt(peer) < wait.Begun)];
        if (lost.Length == 0)
            lost = silent;
        var names = string.Join(", ", lost.Select((peer, index) => Name(peer, index == 0 ? 'R' : 'r')));
        return new(
            lost,
            $"{names} {(lost.Length == 1 ? "was" : "were")} lost: nothing came from there "
            + FormattableString.Invariant($"for {wait.Elapsed.TotalSeconds:0.#} s."));
    }

    private string Name(int peer, char first) =>
        FormattableString.Invariant($"{first}ank {peer} ({Hosts.ElementAtOrDefault(peer) ?? "not yet known where"})");
}
