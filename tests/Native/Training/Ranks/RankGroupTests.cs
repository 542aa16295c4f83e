using TorchBasics.Core.Errors;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>What ranks tell each other arrives, on every rank, for one to eight of them.</summary>
public sealed class RankGroupTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 5, 8];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Everybody_gets_the_bytes_of_everybody(int size)
    {
        var all = Crew.Work(size, ranks => Enumerable.Range(0, 50)
            .Select(turn => ranks.Gather([(byte)ranks.Rank, (byte)turn, 7]).ToArray()).ToList());

        Assert.All(all, own => Assert.Equal(
            Enumerable.Range(0, 50).Select(
                turn => Enumerable.Range(0, size).SelectMany(rank => (byte[])[(byte)rank, (byte)turn, 7])),
            own));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Everybody_gets_the_texts_of_everybody_however_long(int size)
    {
        var all = Crew.Work(size, ranks => ranks.GatherTexts(string.Concat(Enumerable.Repeat("ä", ranks.Rank * ranks.Rank))));

        Assert.All(all, texts => Assert.Equal(
            Enumerable.Range(0, size).Select(rank => string.Concat(Enumerable.Repeat("ä", rank * rank))), texts));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Texts_may_all_be_empty(int size) =>
        Assert.All(Crew.Work(size, ranks => ranks.GatherTexts("")), texts => Assert.Equal(Enumerable.Repeat("", size), texts));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Everybody_gets_what_the_first_rank_has(int size)
    {
        byte[] sent = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

        var all = Crew.Work(size, ranks => (ranks.Broadcast(ranks.Leads ? sent : [1, 2]), ranks.Broadcast([])));

        Assert.All(all, got => Assert.Equal(sent, got.Item1));
        Assert.All(all, got => Assert.Empty(got.Item2));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Everybody_knows_the_machines_of_all(int size) =>
        Assert.All(
            Crew.Work(size, ranks => ranks.Hosts),
            hosts => Assert.Equal(Enumerable.Range(0, size).Select(rank => $"machine{rank}"), hosts));

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Work_that_succeeds_everywhere_gives_each_rank_its_own_result(int size) =>
        Assert.Equal(Enumerable.Range(0, size), Crew.Work(size, ranks => ranks.Together(() => ranks.Rank)));

    [Theory]
    [InlineData(1, 0), InlineData(2, 0), InlineData(2, 1), InlineData(3, 2), InlineData(8, 5)]
    public void Where_work_fails_on_a_rank_the_first_names_it_and_the_others_end_with_the_same_kind(int size, int failing)
    {
        var outcomes = Crew.Try(new MemoryWorld(size), Crew.Patient, ranks => ranks.Together(() => ranks.Rank == failing
            ? throw new TorchBasicsException(ErrorKind.Data, "No such file.") : new Disposal()));

        var first = Assert.IsType<TorchBasicsException>(outcomes[0].Error);
        Assert.Equal(size == 1 ? "No such file." : $"Rank {failing} (machine{failing}): No such file.", first.Message);
        Assert.Equal(ErrorKind.Data, first.Kind);
        Assert.All(outcomes.Skip(1), outcome =>
        {
            var other = Assert.IsType<PeerFailedException>(outcome.Error);
            Assert.Equal((failing, ErrorKind.Data), (other.Rank, other.Kind));
        });
    }

    [Fact]
    public void What_was_made_is_disposed_where_another_rank_fails()
    {
        var made = new Disposal();

        Crew.Try(new MemoryWorld(2), Crew.Patient, ranks => ranks.Together(() => ranks.Rank == 1
            ? throw new TorchBasicsException(ErrorKind.Data, "No such file.") : made));

        Assert.True(made.IsDisposed);
    }

    [Fact]
    public void Where_a_rank_is_asked_to_stop_all_stop()
    {
        var outcomes = Crew.Try(new MemoryWorld(3), Crew.Patient, ranks => ranks.Together(() => ranks.Rank == 2
            ? throw new OperationCanceledException() : 0));

        Assert.All(outcomes, outcome => Assert.IsType<OperationCanceledException>(outcome.Error));
    }

    [Theory]
    [InlineData(2, 1), InlineData(3, 0), InlineData(8, 4)]
    public void Who_fails_ends_the_others_with_its_kind_of_error(int size, int failing)
    {
        var outcomes = Crew.Try(new MemoryWorld(size), Crew.Patient, ranks => ranks.Rank == failing
            ? throw new TorchBasicsException(ErrorKind.Usage, "Nonsense.") : ranks.Gather([1]).Length);

        Assert.IsType<TorchBasicsException>(outcomes[failing].Error);
        Assert.All(outcomes.Index().Where(outcome => outcome.Index != failing), outcome =>
        {
            var error = Assert.IsType<PeerFailedException>(outcome.Item.Error);
            Assert.Equal(ErrorKind.Usage, error.Kind);
        });
        Assert.Contains(outcomes, outcome => (outcome.Error as PeerFailedException)?.Rank == failing);
    }

    [Fact]
    public void Of_ranks_that_fail_for_themselves_the_lowest_speaks()
    {
        var speaks = new bool[4];

        Crew.Try(new MemoryWorld(4), Crew.Patient, ranks =>
        {
            // Nobody looks for the failures of others meanwhile.
            speaks[ranks.Rank] = ranks.Rank > 0 && ranks.ReportFailure(ErrorKind.Data);
            if (ranks.Leads)
                Assert.Throws<PeerFailedException>(() => ranks.Gather([1]));
            return 0;
        });

        Assert.Equal([false, true, false, false], speaks);
    }

    [Fact]
    public void Bytes_that_were_sent_are_counted()
    {
        var sent = Crew.Work(3, ranks =>
        {
            var before = ranks.BytesSent;
            ranks.Gather(new byte[10]);
            return ranks.BytesSent - before;
        });

        Assert.Equal([20, 20, 20], sent);
    }

    private sealed class Disposal : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
