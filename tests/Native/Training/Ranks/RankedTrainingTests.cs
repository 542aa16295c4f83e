using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Ranks;
using TorchSharp;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>Training by our kernels gives the same bits on any number of ranks as in a process alone.</summary>
[Collection(nameof(Alone))]
public sealed class RankedTrainingTests : IDisposable
{
    private static readonly int[] Sizes = [1, 2, 3, 5, 8];

    private readonly int _threads = torch.get_num_threads();

    public static MatrixTheoryData<string, int> Cases => new(
        ["picture", "wide", "distances"], [1, 16, 17, 32, 33, 100, 300]);

    public void Dispose() => torch.set_num_threads(_threads);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ranks_learn_what_a_process_alone_learns(string network, int batchSize) =>
        Compare(Learners.Of(network), Learners.Options(Learners.Of(network), batchSize), Sizes);

    // 2,200 samples are cut into 35 shares of 4 groups: two slices of each go through the network.
    [Fact]
    public void Ranks_learn_the_same_from_shares_of_several_slices() =>
        Compare(Learners.Distances, Learners.Options(Learners.Distances, batchSize: 2200, epochs: 1), [3, 7]);

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Adam)]
    public void Ranks_learn_the_same_by_other_rules(OptimizerKind optimizer) =>
        Compare(Learners.Picture, Learners.Options(Learners.Picture, batchSize: 70, optimizer: optimizer), [3]);

    [Fact]
    public void Ranks_learn_the_same_from_distorted_pictures() => Compare(
        Learners.Picture,
        Learners.Options(
            Learners.Picture, batchSize: 50, augmentation: new() { Shift = 1, Rotation = 9, Scale = 0.1, Elastic = 1 }),
        Sizes);

    [Fact]
    public void Clipped_gradients_are_the_same() => Compare(
        Learners.Picture, Learners.Options(Learners.Picture, batchSize: 50) with { ClipNorm = 0.01 }, [2, 3]);

    [Fact]
    public void A_request_to_stop_reaches_all_ranks_after_the_same_step()
    {
        var stopped = Crew.Work(3, ranks =>
        {
            using var stop = new CancellationTokenSource();
            ranks.Interruption = stop.Token;
            return StepsUntilStop(ranks, stop);
        });

        Assert.Equal([4, 4, 4], stopped);
    }

    private static long StepsUntilStop(RankGroup ranks, CancellationTokenSource stop)
    {
        torch.set_num_threads(1);
        using var network = new TorchBasics.Models.Network(Learners.Distances, seed: 1);
        using var data = Learners.Data(Learners.Distances, samples: 100);
        using var trainer = new Trainer(
            network, data, Learners.Options(Learners.Distances, batchSize: 10), TrainerParts.Product, ranks);
        while (!trainer.ShouldStop && trainer.StepCount < trainer.TotalSteps)
        {
            if (ranks.Rank == 1 && trainer.StepCount == 3)
                stop.Cancel();
            trainer.Step();
        }

        return trainer.StepCount;
    }

    private static void Compare(Architecture architecture, TrainingOptions options, int[] sizes)
    {
        var samples = Learners.SamplesFor(options.Recipe.BatchSize);
        var alone = Course.Of(architecture, options, samples, ranks: null);
        foreach (var size in sizes)
        {
            var courses = Crew.Work(size, ranks =>
            {
                torch.set_num_threads(1);
                return Course.Of(architecture, options, samples, ranks);
            });
            Assert.All(courses, alone.AssertIs);
        }
    }
}
