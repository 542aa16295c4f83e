using TorchBasics.Core.Errors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>A rank that hangs is named by those that wait for it, and nobody else is; nothing waits for ever.</summary>
public sealed unsafe class LostRankTests
{
    // Far above what a busy machine takes to come back to a thread.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    [Theory]
    [InlineData(2, 1), InlineData(3, 0), InlineData(3, 1), InlineData(8, 5)]
    public void A_silent_rank_is_named_by_all_others(int size, int silent)
    {
        var world = new MemoryWorld(size);

        var outcomes = Crew.Try(world, Limit, ranks =>
        {
            ranks.Gather([1]);
            if (ranks.Rank == silent)
            {
                world.Silence(silent);
                return 0;
            }

            return ranks.Gather([2]).Length;
        });

        Assert.All(outcomes.Index().Where(outcome => outcome.Index != silent), outcome =>
        {
            var lost = Assert.IsType<LostRankException>(outcome.Item.Error);
            Assert.Equal([silent], lost.Ranks);
            Assert.Equal(ErrorKind.Failed, lost.Kind);
            Assert.StartsWith(
                $"Rank {silent} (machine{silent}) was lost: nothing came from there for ",
                lost.Message,
                StringComparison.Ordinal);
        });
        Assert.NotNull(world.Aborted);
    }

    [Fact]
    public void A_rank_that_is_silent_from_the_beginning_is_named()
    {
        var world = new MemoryWorld(3);
        world.Silence(2);

        var outcomes = Crew.Try(world, Limit, ranks => 0);

        Assert.All(outcomes.Take(2), outcome => Assert.Equal([2], Assert.IsType<LostRankException>(outcome.Error).Ranks));
    }

    // Rank 0 waits for both others; rank 1 has nothing to send as it waits for rank 2 itself.
    [Fact]
    public void A_rank_that_waits_itself_is_not_blamed()
    {
        var world = new MemoryWorld(3);

        var outcomes = Crew.Try(world, Limit, ranks =>
        {
            ranks.Gather([1]);
            if (ranks.Rank == 2)
            {
                world.Silence(2);
                return 0;
            }

            var bytes = stackalloc byte[2];
            List<Message> messages = [ranks.Receive(bytes, 1, 2, tag: 99)];
            if (ranks.Leads)
                messages.Add(ranks.Receive(bytes + 1, 1, 1, tag: 99));
            ranks.Wait(messages);
            return 0;
        });

        Assert.Equal([2], Assert.IsType<LostRankException>(outcomes[0].Error).Ranks);
        Assert.Equal([2], Assert.IsType<LostRankException>(outcomes[1].Error).Ranks);
    }

    [Fact]
    public void Two_silent_ranks_are_both_named()
    {
        var world = new MemoryWorld(4);

        var outcomes = Crew.Try(world, Limit, ranks =>
        {
            ranks.Gather([1]);
            if (ranks.Rank is 1 or 3)
            {
                world.Silence(ranks.Rank);
                return 0;
            }

            return ranks.Gather([2]).Length;
        });

        var lost = Assert.IsType<LostRankException>(outcomes[0].Error);
        Assert.Equal([1, 3], lost.Ranks);
        Assert.StartsWith("Rank 1 (machine1), rank 3 (machine3) were lost: ", lost.Message, StringComparison.Ordinal);
    }

    // A launcher that has asked to stop kills soon after; the usual limit is far beyond that.
    [Fact]
    public void Who_is_asked_to_stop_does_not_wait_for_the_whole_limit()
    {
        var world = new MemoryWorld(2);

        var outcomes = Crew.Try(world, TimeSpan.FromHours(1), ranks =>
        {
            ranks.Gather([1]);
            using var stop = new CancellationTokenSource();
            if (ranks.Rank == 1)
            {
                world.Silence(1);
                throw new OperationCanceledException();
            }

            ranks.Interruption = stop.Token;
            stop.Cancel();
            return ranks.Gather([2]).Length;
        });

        Assert.Equal([1], Assert.IsType<LostRankException>(outcomes[0].Error).Ranks);
    }
}
