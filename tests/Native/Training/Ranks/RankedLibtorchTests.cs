using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Ranks;
using TorchSharp;

namespace TorchBasics.Tests.Native.Training.Ranks;

/// <summary>
/// Training by libtorch on several ranks: the same step but for the order of additions, and the same on all ranks.
/// </summary>
[Collection(nameof(Alone))]
public sealed class RankedLibtorchTests : IDisposable
{
    private const int Inputs = 6;

    private readonly int _threads = torch.get_num_threads();

    public static MatrixTheoryData<int, int> Cases => new([1, 2, 3, 5, 8], [1, 16, 33, 100, 300]);

    private static Architecture Line { get; } = new("line", [Inputs], new Linear("fc", Inputs, Learners.Classes));

    private static Architecture Normalized { get; } = new("normalized", [2, 5, 5],
        new Conv2d("conv", 2, 3, kernel: 3, stride: 1, padding: 0), new BatchNorm2d("bn", 3), new Relu(), new Flatten(),
        new Linear("fc", 27, Learners.Classes));

    public void Dispose() => torch.set_num_threads(_threads);

    // With u = 2^-24: an output is a sum of at most 7 products of numbers below 1, so that it errs by less than 8 * 7 u, and the
    // softmax of it, by a few u more, by less than 160 u. A gradient is a mean of products of that with an input below 1,
    // whose sum over n samples errs by (n + 10) u. Both computations may err so.
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_step_is_that_of_a_process_alone_within_what_rounding_allows(int size, int batchSize)
    {
        var alone = Gradient(batchSize, ranks: null);

        var all = Crew.Work(size, ranks => Gradient(batchSize, ranks));

        var bound = 2 * (batchSize + 10 + 160) * Math.ScaleB(1, -24);
        Assert.All(all, own => Assert.Equal(all[0], own)); // to the last bit among the ranks
        Assert.All(alone.Zip(all[0]), pair => Assert.InRange(pair.Second - pair.First, -bound, bound));
        Assert.Contains(alone, value => Math.Abs(value) > 1000 * bound);
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(5)]
    public void Losses_and_right_answers_are_those_of_a_process_alone(int size)
    {
        var alone = Meter(ranks: null);

        var all = Crew.Work(size, Meter);

        Assert.All(all, own => Assert.Equal(all[0], own));
        Assert.Equal(alone.Accuracy, all[0].Accuracy);
        Assert.Equal(alone.Loss, all[0].Loss, 2 * (100 + 10 + 160) * Math.ScaleB(1, -24));
    }

    // The mean of the shares' means, weighted by their samples, is that of the batch; a share's variance is its own.
    [Theory]
    [InlineData(2, 64), InlineData(3, 100), InlineData(5, 70)]
    public void The_running_numbers_of_a_normalization_are_the_same_on_all_ranks_and_their_mean_is_that_of_the_batch(
        int size, int batchSize)
    {
        var alone = State(batchSize, steps: 1, ranks: null);

        var all = Crew.Work(size, ranks => State(batchSize, steps: 1, ranks));
        var later = Crew.Work(size, ranks => State(batchSize, steps: 5, ranks));

        Assert.All(all, own => AssertSame(all[0], own));
        Assert.All(later, own => AssertSame(later[0], own));
        // Means of 9 outputs a sample, of which a tenth counts; each is a sum of 18 products of numbers below 1 and 0.24.
        var bound = 2 * ((9 * batchSize) + 40) * Math.ScaleB(1, -24) * 0.1 * 19 * 0.24;
        Assert.All(
            Values(alone, "bn.running_mean").Zip(Values(all[0], "bn.running_mean")),
            pair => Assert.InRange(pair.Second - pair.First, -bound, bound));
        Assert.Contains(Values(alone, "bn.running_mean"), mean => Math.Abs(mean) > 100 * bound);
    }

    // 33 samples are cut into 32 and 1, of which nobody can take a variance.
    [Fact]
    public void A_share_of_which_no_variance_can_be_taken_is_refused_before_training_begins()
    {
        var architecture = new Architecture("narrow", [Inputs],
            new Linear("fc1", Inputs, 4), new BatchNorm1d("bn", 4), new Linear("fc2", 4, Learners.Classes));

        var outcomes = Crew.Try(new MemoryWorld(2), Crew.Patient, ranks =>
        {
            using var network = new Network(architecture, seed: 1);
            using var data = Learners.Data(architecture, 66);
            var options = Learners.Options(architecture, batchSize: 33, kernels: KernelChoice.Libtorch);
            return ranks.Together(() => new Trainer(network, data, options, TrainerParts.Product, ranks));
        });

        Assert.Equal(ErrorKind.Usage, Assert.IsType<TorchBasicsException>(outcomes[0].Error).Kind);
        Assert.Equal(ErrorKind.Usage, Assert.IsType<PeerFailedException>(outcomes[1].Error).Kind);
    }

    private static float[] Gradient(int batchSize, RankGroup? ranks)
    {
        torch.set_num_threads(1);
        using var network = new Network(Line, seed: 1);
        using var data = Learners.Data(Line, Learners.SamplesFor(batchSize));
        using var trainer = TrainerOf(network, data, batchSize, ranks);
        trainer.Step();
        return [.. network.named_parameters().SelectMany(each => each.parameter.grad!.data<float>().ToArray())];
    }

    private static (double Loss, double Accuracy) Meter(RankGroup? ranks)
    {
        torch.set_num_threads(1);
        using var network = new Network(Line, seed: 1);
        using var data = Learners.Data(Line, Learners.SamplesFor(100));
        using var trainer = TrainerOf(network, data, batchSize: 100, ranks);
        trainer.Step();
        return trainer.ReadMeter();
    }

    private static IReadOnlyList<NamedArray> State(int batchSize, int steps, RankGroup? ranks)
    {
        torch.set_num_threads(1);
        using var network = new Network(Normalized, seed: 1);
        using var data = Learners.Data(Normalized, Learners.SamplesFor(batchSize));
        using var trainer = TrainerOf(network, data, batchSize, ranks);
        for (var step = 0; step < steps; step++)
            trainer.Step();
        return network.Save();
    }

    private static Trainer TrainerOf(Network network, TensorData data, int batchSize, RankGroup? ranks) => new(
        network,
        data,
        Learners.Options(network.Architecture, batchSize, kernels: KernelChoice.Libtorch, optimizer: OptimizerKind.Sgd),
        TrainerParts.Product,
        ranks);

    private static float[] Values(IReadOnlyList<NamedArray> state, string name) =>
        state.Single(array => array.Name == name).Values<float>().ToArray();

    private static void AssertSame(IReadOnlyList<NamedArray> expected, IReadOnlyList<NamedArray> actual) =>
        Assert.Equal(WeightHash.Of(expected), WeightHash.Of(actual));
}
