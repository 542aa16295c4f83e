using TorchBasics.Benchmarks.Ranks;
using TorchBasics.Core.Catalog;

namespace TorchBasics.Tests.Managed.Benchmarks;

public sealed class ScalingModelTests
{
    private const int Floats = 1 << 20;
    private const long Bytes = 4L * Floats;

    // A step takes 1 s and 2 s for each slice, a quarter of which is spent collecting the single part.
    private static readonly ScalingModel Model = new([new(Floats, Work: 0.25)], new(1, 2, 0), double.PositiveInfinity);
    private static readonly LinkCost Nothing = new("none", 0, double.PositiveInfinity, 0);

    [Fact]
    public void A_process_alone_only_computes()
    {
        var slow = new LinkCost("slow", Latency: 100, BytesPerSecond: 1, SecondsPerMessage: 100);

        Assert.Equal(1 + (2 * 8), Model.StepSeconds(256, 1, slow));
        Assert.Equal(0, Model.BytesSent(256, 1));
        Assert.Equal(default, PartTraffic.Of(new(256, 1), Floats, rank: 0));
    }

    [Theory]
    [InlineData(2, 4)]
    [InlineData(3, 3)] // 3, 2 and 3 of 8
    [InlineData(8, 1)]
    [InlineData(64, 1)]
    public void Without_a_link_the_largest_share_decides(int ranks, int slices) =>
        Assert.Equal(1 + (2 * slices), Model.StepSeconds(256, ranks, Nothing), 1e-12);

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void A_power_of_two_of_ranks_sends_what_a_reduce_scatter_and_an_all_gather_send(int ranks)
    {
        var traffic = Enumerable.Range(0, ranks).Select(rank => PartTraffic.Of(new(1024, ranks), Floats, rank));

        Assert.All(traffic, each =>
        {
            Assert.Equal(2 * (ranks - 1) * Bytes / ranks, each.BytesSent);
            Assert.Equal(2 * (ranks - 1) * Bytes / ranks, each.BytesReceived);
            Assert.Equal(4 * (ranks - 1), each.Messages);
            Assert.Equal(2, each.Rounds);
        });
    }

    // The same 2 (n - 1) / n of all bytes, but in one round.
    [Fact]
    public void Two_ranks_send_each_other_everything()
    {
        var traffic = PartTraffic.Of(new(256, 2), Floats, rank: 1);

        Assert.Equal(new PartTraffic(Bytes, Bytes, Messages: 2, Additions: Floats, Rounds: 1), traffic);
    }

    // Roots 1, 2 and 2, see ShareLayoutTests; slices of 65,536 lines: 21,845, 21,845 and 21,846.
    [Fact]
    public void Three_ranks_send_every_sum_they_are_left_with()
    {
        const long Line = 64;
        var traffic = Enumerable.Range(0, 3).Select(rank => PartTraffic.Of(new(256, 3), Floats, rank)).ToArray();

        Assert.Equal((21_845 + 21_846 + (2 * 21_845)) * Line, traffic[0].BytesSent);
        Assert.Equal(((2 * (21_845 + 21_846)) + (2 * 21_845)) * Line, traffic[1].BytesSent);
        Assert.Equal(((4 * 21_845) + 21_845 + 21_846) * Line, traffic[0].BytesReceived);
        Assert.Equal(traffic.Sum(each => each.BytesSent), traffic.Sum(each => each.BytesReceived));
        Assert.Equal(4L * 21_846 * 16, traffic[2].Additions);
    }

    [Fact]
    public void A_small_part_goes_to_everybody_in_one_round()
    {
        var traffic = PartTraffic.Of(new(256, 4), floats: 100, rank: 0);

        Assert.Equal(new PartTraffic(3 * 400, 3 * 400, Messages: 6, Additions: 300, Rounds: 1), traffic);
    }

    // Losses: 3 messages of one number, and of two for each of 2 shares.
    [Fact]
    public void The_losses_are_among_the_bytes() =>
        Assert.Equal((2 * 3 * Bytes / 4) + (3 * 8 * (1 + (2 * 2))), Model.BytesSent(256, 4));

    // 1 + 2 * 4 s of computing, then as many bytes as take 5 s, and 2 s on their way.
    [Fact]
    public void What_leaves_after_the_last_layer_is_waited_for()
    {
        var link = new LinkCost("slow", Latency: 2, BytesPerSecond: Bytes / 5.0, SecondsPerMessage: 0);

        Assert.Equal(9 + 5 + 2, Model.StepSeconds(256, 2, link), 1e-9);
    }

    // The first part leaves at 8 - 4 = 4 s and needs 3 s, within the 4 s in which the second one is collected; that needs 3 s.
    [Fact]
    public void What_leaves_while_the_next_part_is_collected_costs_nothing()
    {
        var model = new ScalingModel([new(Floats, 0.25), new(Floats, 0.5)], new(1, 2, 0), double.PositiveInfinity);
        var link = new LinkCost("slow", Latency: 0, BytesPerSecond: Bytes / 3.0, SecondsPerMessage: 0);

        Assert.Equal(9 + 3, model.StepSeconds(256, 2, link), 1e-9);
        Assert.Equal(9 + 6, model.StepSeconds(256, 2, link with { IsByProcessor = true }), 1e-9);
    }

    // 6 s of each part do not fit: the second one waits for the first, which left at 2 + 2 = 4 s.
    [Fact]
    public void Parts_leave_one_behind_the_other()
    {
        var model = new ScalingModel([new(Floats, 0.25), new(Floats, 0.5)], new(1, 2, 0), double.PositiveInfinity);
        var link = new LinkCost("slow", Latency: 0, BytesPerSecond: Bytes / 6.0, SecondsPerMessage: 0);

        Assert.Equal(1 + 4 + 12, model.StepSeconds(256, 2, link), 1e-9);
    }

    // Messages: 1 each way for the sums, 1 each way for the losses before. Additions: one of each number.
    [Fact]
    public void Messages_and_additions_take_time()
    {
        var model = new ScalingModel([new(Floats, 0)], new(1, 2, 0), additionsPerSecond: Floats / 0.5);
        var link = new LinkCost("chatty", Latency: 0, double.PositiveInfinity, SecondsPerMessage: 0.25);

        Assert.Equal(9 + 0.5 + 0.5 + 0.5, model.StepSeconds(256, 2, link), 1e-9);
    }

    // 17 s alone; without a link 9, 7, 5, 5, 5, 5 and 3 s.
    [Fact]
    public void The_fastest_number_of_ranks_is_the_smallest_with_the_shortest_step()
    {
        Assert.Equal(8, Model.Fastest(256, 64, Nothing));
        Assert.Equal(8, Model.Enough(256, 64, Nothing, gain: 0.1));
        Assert.Equal(4, Model.Enough(256, 64, Nothing, gain: 0.7));
        Assert.Equal(17.0 / 3, Model.SpeedUp(256, 8, Nothing), 1e-12);
        Assert.Equal(1, Model.Fastest(256, 64, Nothing with { Latency = 100 }));
    }

    [Fact]
    public void A_line_is_found_again_and_its_worst_error_told()
    {
        Assert.Equal(new StepCost(3, 2, 0), Rounded(StepCost.Fit([(1, 5), (4, 11), (32, 67)])));
        Assert.InRange(StepCost.Fit([(1, 5), (4, 11), (32, 60)]).WorstError, 0.01, 0.12);
        Assert.Equal(0, StepCost.Fit([(1, 1), (2, 3)]).Constant);

        static StepCost Rounded(StepCost line) =>
            new(Math.Round(line.Constant, 9), Math.Round(line.PerSlice, 9), Math.Round(line.WorstError, 9));
    }

    // fc2 with 3,010 and fc1 with 235,200 + 300 numbers, rows padded to 16; the small one does not travel alone.
    [Fact]
    public void Parts_are_cut_where_messages_are_worth_it()
    {
        var parts = GradientPart.Of(Mlp.Architecture);

        var part = Assert.Single(parts);
        Assert.Equal(235_200 + 304 + 3_008 + 16, part.Floats);
        Assert.Equal((235_200 + 3_000.0) / ((2 * 235_200) + (3 * 3_000)), part.Work, 1e-12);
        Assert.Equal([505_536, 1_501_008, 1_177_504], GradientPart.Of(
            Mlp.Describe("large", [1, 28, 28], 10, 1500, 1000, 500)).Select(each => each.Floats));
    }
}
