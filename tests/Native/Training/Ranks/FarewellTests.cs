using TorchBasics.Core.Errors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>How ranks leave: no message stays on its way, and nobody waits for one that is gone.</summary>
public sealed unsafe class FarewellTests
{
    private static readonly TimeSpan ForEver = TimeSpan.FromHours(1); // the crew is far less patient

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(8)]
    public void Nothing_is_left_on_its_way(int size)
    {
        var world = new MemoryWorld(size, mostDelay: 20);

        Crew.Try(world, ForEver, ranks => ranks.Gather([1]).Length);

        Assert.Equal(0, world.LeftOver);
    }

    [Fact]
    public void Who_is_done_early_does_not_disturb_those_who_are_not()
    {
        var world = new MemoryWorld(3);

        var outcomes = Crew.Try(world, ForEver, ranks =>
        {
            var bytes = stackalloc byte[2];
            for (var turn = 0; turn < 300 && ranks.Rank != 1; turn++)
            {
                var other = 2 - ranks.Rank;
                List<Message> messages = [ranks.Receive(bytes, 1, other, tag: 99), ranks.Send(bytes + 1, 1, other, tag: 99)];
                ranks.Wait(messages);
            }

            return 0;
        });

        Assert.All(outcomes, outcome => Assert.Null(outcome.Error));
        Assert.Equal(0, world.LeftOver);
    }

    [Fact]
    public void Nobody_waits_for_the_good_bye_of_a_rank_that_has_failed()
    {
        var outcomes = Crew.Try(new MemoryWorld(3), ForEver, ranks =>
            ranks.Rank == 1 ? throw new TorchBasicsException(ErrorKind.Data, "No such file.") : 0);

        Assert.Null(outcomes[0].Error);
        Assert.Null(outcomes[2].Error);
    }

    [Fact]
    public void The_good_bye_of_a_silent_rank_is_waited_for_no_longer_than_the_limit()
    {
        var world = new MemoryWorld(3);

        var outcomes = Crew.Try(world, TimeSpan.FromSeconds(4), ranks =>
        {
            if (ranks.Gather([1]).Length > 0 && ranks.Rank == 1)
                world.Silence(1);
            return 0;
        });

        Assert.Null(outcomes[0].Error);
        Assert.Null(outcomes[2].Error);
    }
}
