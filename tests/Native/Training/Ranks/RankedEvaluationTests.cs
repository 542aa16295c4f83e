using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Ranks;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>Ranks that measure a share of the samples each come to what a process alone measures.</summary>
[Collection(nameof(Alone))]
public sealed class RankedEvaluationTests
{
    public static MatrixTheoryData<int, int> Cases => new([1, 7, 33, 300], [1, 2, 3, 5, 8]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Our_kernels_measure_the_same_to_the_last_bit(int samples, int size)
    {
        var alone = Measure(samples, KernelChoice.Fused, ranks: null);

        var all = Crew.Work(size, ranks => Measure(samples, KernelChoice.Fused, ranks));

        Assert.Equal(samples, alone.Count);
        Assert.All(all, own => Assert.Equal(
            (alone.Loss, alone.Confusion, alone.Accuracy), (own.Loss, own.Confusion, own.Accuracy)));
    }

    // Losses are added in double precision, mean by mean, each of which was rounded to single precision.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Libtorch_counts_the_same_and_measures_the_loss_to_its_last_bits(int samples, int size)
    {
        var alone = Measure(samples, KernelChoice.Libtorch, ranks: null);

        var all = Crew.Work(size, ranks => Measure(samples, KernelChoice.Libtorch, ranks));

        Assert.All(all, own => Assert.Equal(alone.Confusion, own.Confusion));
        Assert.All(all, own => Assert.Equal(all[0].Loss, own.Loss));
        Assert.Equal(alone.Loss, all[0].Loss, alone.Loss * (samples + 30) * Math.ScaleB(1, -24) * 2);
    }

    private static Evaluation Measure(int samples, KernelChoice kernels, RankGroup? ranks)
    {
        using var network = new Network(Learners.Distances, seed: 1);
        using var data = Learners.Data(Learners.Distances, samples);
        return Evaluator.Evaluate(
            network, data, Loss.Create(LossKind.Rbf, 0, Learners.Classes), ranks, batchSize: 10, kernels);
    }
}
