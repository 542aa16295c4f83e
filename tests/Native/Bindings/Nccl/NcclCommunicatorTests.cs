using TorchBasics.Bindings.Nccl;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Bindings.Nccl;

/// <summary>Ranks that join and add, all of them in this thread: no call may wait for another rank.</summary>
public sealed class NcclCommunicatorTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(5)]
    public void Sums_are_those_of_all_ranks_on_each(int size)
    {
        using var nccl = new NcclStandIn();
        var ranks = Join(nccl, size);
        var numbers = Enumerable.Range(0, size).Select(rank => tensor([1f, rank, 0.5f * rank])).ToList();

        for (var rank = 0; rank < size; rank++)
        {
            ranks[rank].BeginSum(numbers[rank]);
            Assert.Equal(rank == size - 1, ranks[rank].IsDone);
        }

        var triangle = size * (size - 1) / 2;
        Assert.All(ranks, each => Assert.True(each.IsDone));
        Assert.All(numbers, each => Assert.Equal([size, triangle, 0.5f * triangle], each.data<float>().ToArray()));
        numbers.ForEach(each => each.Dispose());
        End(ranks);
        Assert.Equal(0, nccl.Alive);
    }

    [Fact]
    public void Nobody_is_ready_before_all_have_joined()
    {
        using var nccl = new NcclStandIn();
        var library = nccl.Load();
        var id = library.NewId();

        using var first = NcclCommunicator.Join(library, id, 0, 2, new NcclStandIn.Order());
        Assert.False(first.IsReady);
        using var second = NcclCommunicator.Join(library, id, 1, 2, new NcclStandIn.Order());

        Assert.True(first.IsReady);
        Assert.True(second.IsReady);
    }

    [Fact]
    public void Two_ranks_on_one_device_are_refused_in_the_librarys_own_words()
    {
        using var nccl = new NcclStandIn("DUPLICATE_DEVICE");
        var library = nccl.Load();

        var error = Assert.Throws<NcclException>(
            () => NcclCommunicator.Join(library, library.NewId(), 0, 2, new NcclStandIn.Order()));

        Assert.Equal(
            "ncclCommInitRankConfig failed: invalid usage (Duplicate GPU detected : rank 0 and rank 1 both on CUDA device 50)",
            error.Message);
        Assert.Equal(0, nccl.Alive);
    }

    [Fact]
    public void A_rank_that_is_gone_is_an_error_for_those_that_are_left()
    {
        using var nccl = new NcclStandIn("REMOTE");
        var library = nccl.Load();
        using (var rank = NcclCommunicator.Join(library, library.NewId(), 0, 1, new NcclStandIn.Order()))
        {
            var error = Assert.Throws<NcclException>(() => rank.IsReady);

            Assert.Equal("NCCL failed: remote process exited or there was a network error", error.Message);
        }

        Assert.Equal(0, nccl.Alive);
    }

    [Fact]
    public void Numbers_of_another_type_or_with_gaps_are_refused()
    {
        using var nccl = new NcclStandIn();
        var ranks = Join(nccl, 1);
        using var doubles = zeros(3, dtype: ScalarType.Float64);
        using var square = zeros(3, 3);
        using var column = square.narrow(1, 0, 1);

        Assert.Throws<ArgumentException>("numbers", () => ranks[0].BeginSum(doubles));
        Assert.Throws<ArgumentException>("numbers", () => ranks[0].BeginSum(column));

        End(ranks);
    }

    private static List<NcclCommunicator> Join(NcclStandIn nccl, int size)
    {
        var library = nccl.Load();
        var id = library.NewId();
        return [.. Enumerable.Range(0, size).Select(
            rank => NcclCommunicator.Join(library, id, rank, size, new NcclStandIn.Order()))];
    }

    // They wait for each other, for a while.
    private static void End(IReadOnlyList<NcclCommunicator> ranks)
    {
        var threads = ranks.Select(rank => new Thread(rank.Dispose)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
