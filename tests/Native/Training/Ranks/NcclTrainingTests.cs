using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Tests.Native.Bindings.Nccl;
using TorchBasics.Training;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Ranks;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>
/// Training whose gradients NCCL adds up: the same step as with MPI, and whatever goes wrong is said. The library is a
/// stand-in but for the last test.
/// </summary>
[Collection(nameof(Alone))]
public sealed class NcclTrainingTests : IDisposable
{
    private const int Steps = 4;

    private readonly int _threads = get_num_threads();

    private static Architecture Small { get; } = new("small", [6],
        new Linear("fc1", 6, 5), new Tanh(), new Linear("fc2", 5, Learners.Classes));

    public void Dispose() => set_num_threads(_threads);

    // NCCL's additions are of the same numbers: of two ranks, in either order, the sum is the same.
    [Theory]
    [InlineData(1, 64), InlineData(2, 64), InlineData(2, 20)] // with 20 samples, the second rank has no share
    public void Weights_are_those_that_MPI_brings_about(int size, int batchSize)
    {
        using var nccl = new NcclStandIn();

        var byMpi = Crew.Work(size, ranks => Train(ranks, batchSize, _ => (null, "not wanted")));
        var byNccl = Crew.Work(size, ranks => Train(ranks, batchSize, _ => nccl.Use()));

        Assert.All(byNccl, own => AssertSame(byMpi[0], own));
        Assert.Equal(0, nccl.Alive);
    }

    [Fact]
    public void Five_ranks_have_the_same_weights()
    {
        using var nccl = new NcclStandIn();

        var all = Crew.Work(5, ranks => Train(ranks, 150, _ => nccl.Use()));

        Assert.All(all, own => AssertSame(all[0], own));
        Assert.Equal(0, nccl.Alive);
    }

    [Fact]
    public void The_record_says_who_carried_the_gradients()
    {
        using var nccl = new NcclStandIn();

        var libraries = Crew.Work(2, ranks =>
        {
            _ = Train(ranks, 64, _ => nccl.Use());
            return ranks.Library;
        });

        Assert.All(libraries, library => Assert.Equal("gradients by NCCL 2.27.3", library));
    }

    [Fact]
    public void Where_one_rank_has_none_all_go_without()
    {
        using var nccl = new NcclStandIn();

        var weights = Crew.Work(2, ranks => Train(ranks, 64, _ => ranks.Leads ? nccl.Use() : (null, "it is not here")));

        AssertSame(weights[0], weights[1]);
        Assert.Equal(0, nccl.Alive);
    }

    [Fact]
    public void A_sum_that_nobody_adds_up_shows()
    {
        using var nccl = new NcclStandIn("NO_SUM");

        var byMpi = Crew.Work(2, ranks => Train(ranks, 64, _ => (null, "not wanted")));
        var byNccl = Crew.Work(2, ranks => Train(ranks, 64, _ => nccl.Use()));

        Assert.NotEqual(WeightHash.Of(byMpi[0]), WeightHash.Of(byNccl[0]));
    }

    [Theory]
    [InlineData("NEVER_READY", "NCCL 2.27.3 has not connected the devices of all ranks within ")]
    [InlineData("NEVER_DONE", "NCCL has not added up the gradients within ")]
    public void Nobody_waits_for_ever(string fault, string message)
    {
        using var nccl = new NcclStandIn(fault);

        var outcomes = Crew.Try(
            new MemoryWorld(2), TimeSpan.FromSeconds(2), ranks => Train(ranks, 64, _ => nccl.Use()));

        Assert.Contains(outcomes, outcome =>
            outcome.Error is LostRankException lost && lost.Message.StartsWith(message, StringComparison.Ordinal));
        Assert.All(outcomes, outcome => Assert.Equal(ErrorKind.Failed, (outcome.Error as TorchBasicsException)?.Kind));
        Assert.Equal(0, nccl.Alive);
    }

    [Theory]
    [InlineData("DUPLICATE_DEVICE", "Duplicate GPU detected")]
    [InlineData("REMOTE", "remote process exited")]
    [InlineData("NO_NETWORK", "unhandled system error")]
    public void What_NCCL_says_reaches_the_user_once(string fault, string message)
    {
        using var nccl = new NcclStandIn(fault);

        var outcomes = Crew.Try(new MemoryWorld(2), Crew.Patient, ranks => Train(ranks, 64, _ => nccl.Use()));

        Assert.Contains(message, outcomes[0].Error!.Message, StringComparison.Ordinal);
        Assert.All(outcomes, outcome => Assert.Equal(ErrorKind.Failed, (outcome.Error as TorchBasicsException)?.Kind));
        Assert.Equal(0, nccl.Alive);
    }

    [Fact]
    public void One_rank_over_the_real_NCCL_gets_the_weights_of_a_run_without()
    {
        Assert.SkipUnless(cuda.is_available(), "No CUDA device is here.");
        var device = new Device(DeviceType.CUDA, 0);

        var without = Crew.Work(1, ranks => Train(ranks, 64, _ => (null, "not wanted"), device));
        var with = Crew.Work(1, ranks =>
        {
            var weights = Train(ranks, 64, NcclUse.Of, device);
            Assert.StartsWith("gradients by NCCL 2.", ranks.Library, StringComparison.Ordinal);
            return weights;
        });

        AssertSame(without[0], with[0]);
    }

    private static IReadOnlyList<NamedArray> Train(
        RankGroup ranks, int batchSize, Func<Device, (NcclUse? Use, string Refusal)> nccl, Device? device = null)
    {
        set_num_threads(1);
        using var network = new Network(Small, seed: 1);
        network.to(device ?? CPU);
        using var data = Learners.Data(Small, 2 * batchSize, device);
        using var trainer = new Trainer(
            network,
            data,
            Learners.Options(Small, batchSize, kernels: KernelChoice.Libtorch, optimizer: OptimizerKind.Sgd),
            TrainerParts.Product with { Nccl = nccl },
            ranks);
        for (var step = 0; step < Steps; step++)
            trainer.Step();
        return network.Save();
    }

    private static void AssertSame(IReadOnlyList<NamedArray> expected, IReadOnlyList<NamedArray> actual) =>
        Assert.Equal(WeightHash.Of(expected), WeightHash.Of(actual));
}
