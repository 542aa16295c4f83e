using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training;

public class LearningRateFinderTests
{
    [Fact]
    public void The_suggestion_trains_well_and_the_weights_are_put_back()
    {
        var samples = DataCatalog.Load("digits", new DataOptions { TrainLimit = 1000, TestLimit = 10 }).Train;
        using var network = new LeNet5(seed: 1);
        using var data = new TensorData(samples, SampleStatistics.Standardize(samples), CPU);
        var before = network.Hash();

        var sweep = LearningRateFinder.Find(
            network, data, new TrainingOptions { Recipe = Core.Catalog.LeNet5.Recipe, Seed = 1 }, steps: 100);

        // A LeNet with this recipe learns between 0.01 and 0.3; below 0.001 it stands still within an epoch.
        Assert.InRange(sweep.Suggested, 1e-3, 0.3);
        Assert.Equal(before, network.Hash());
        Assert.True(sweep.Points.Zip(sweep.Points.Skip(1)).All(pair => pair.First.Rate < pair.Second.Rate));
    }

    // Two samples that differ in their class alone: nothing can be learnt, so that the loss stays near ln 2 while the rate is
    // small and grows with it afterwards. By plain loops over the two biases: rates from 1e-5 to 10 in equal ratios, the running
    // mean with a weight of 0.9 for the past, divided by the sum of its weights, and the end where it is four times its smallest
    // value.
    [Fact]
    public void A_sweep_over_what_cannot_be_learnt_goes_as_by_hand()
    {
        using var network = new Network(new Architecture("biases", [1], new Linear("fc", 1, 2)), seed: 1);
        network.Load([NamedArray.Of<float>("fc.weight", [2, 1], [0, 0]), NamedArray.Of<float>("fc.bias", [2], [0, 0])]);
        using var data = new TensorData(
            new SampleSet("coin", NamedArray.Of<float>("coin", [2, 1], [0, 0]), new[] { 0, 1 }, ["tails", "heads"]),
            Normalization.Identity,
            CPU);
        var recipe =
            new TrainingRecipe { Data = "coin", Epochs = 1, BatchSize = 1, LearningRate = 1, Optimizer = OptimizerKind.Sgd };

        var sweep = LearningRateFinder.Find(network, data, new TrainingOptions { Recipe = recipe, Seed = 1 }, steps: 200);

        var expected = new List<(double Rate, double Loss)>();
        var (tails, heads, sum, weights, smallest, diverged) = (0.0, 0.0, 0.0, 0.0, double.PositiveInfinity, false);
        for (var step = 0; step < 200; step++)
        {
            var (rate, label) =
                (1e-5 * Math.Pow(1e6, step / 199.0), EpochOrder.Permutation(seed: 1, step / 2, count: 2)[step % 2]);
            var probability = Math.Exp(heads) / (Math.Exp(heads) + Math.Exp(tails));
            (sum, weights) = ((0.9 * sum) - (0.1 * Math.Log(label == 1 ? probability : 1 - probability)), (0.9 * weights) + 0.1);
            (tails, heads) = (tails + (rate * (probability - label)), heads - (rate * (probability - label)));
            diverged = sum / weights > 4 * smallest;
            if (diverged)
                break;
            expected.Add((rate, sum / weights));
            smallest = Math.Min(smallest, sum / weights);
        }

        Assert.True(diverged && sweep.Diverged);
        Assert.Contains(expected, point => point.Loss > 2.5 * smallest); // four times and no less
        Assert.Equal(expected.Count, sweep.Points.Count);
        Assert.All(expected.Zip(sweep.Points), pair =>
        {
            Assert.Equal(pair.First.Rate, pair.Second.Rate, 1e-12);
            Assert.Equal(pair.First.Loss, pair.Second.Loss, 1e-5); // the biases are floats
        });
        Assert.Equal(expected.MinBy(point => point.Loss).Rate / 10, sweep.Suggested, 1e-12);
    }

    [Theory]
    [InlineData(KernelChoice.Libtorch)]
    [InlineData(KernelChoice.Auto)]
    public void A_sweep_with_dropouts_and_distortions_gives_the_same_numbers_again(KernelChoice kernels)
    {
        var options = Distorted(kernels);

        Assert.Equal(Losses(options), Losses(options));
    }

    [Fact]
    public void A_sweep_distorts_the_pictures_as_training_does()
    {
        var options = Distorted(KernelChoice.Auto);

        Assert.NotEqual(Losses(options with { Recipe = options.Recipe with { Augmentation = new() } }), Losses(options));
    }

    [Fact]
    public void A_sweep_begins_with_the_losses_of_the_run_that_it_stands_for()
    {
        var options = Distorted(KernelChoice.Auto);
        var (losses, rates) = Sweep(options);
        using var network = new Network(WithDropout, seed: 3);
        using var data = Digits();
        using var trainer = new Trainer(
            network,
            data,
            options with { Recipe = options.Recipe with { LearningRate = rates[0], Schedule = ScheduleKind.Constant } });

        trainer.Step();

        // The first value of the smoothed mean is the loss itself: 0.1 x loss / (1 - 0.9).
        Assert.Equal(trainer.LastLoss, losses[0], 1e-12);
    }

    private static Architecture WithDropout =>
        new("chance", [1, 28, 28], new Flatten(), new Dropout(0.5), new Linear("fc", 784, 10));

    private static TrainingOptions Distorted(KernelChoice kernels) => new()
    {
        Recipe = new TrainingRecipe
        {
            Data = "digits",
            Epochs = 1,
            BatchSize = 20,
            LearningRate = 1,
            Optimizer = OptimizerKind.Sgd,
            Augmentation = new Augmentation { Shift = 2, Elastic = 1 },
        },
        Seed = 5,
        Kernels = kernels,
    };

    private static TensorData Digits()
    {
        var samples = DataCatalog.Load("digits", new DataOptions { TrainLimit = 100, TestLimit = 10 }).Train;
        return new(samples, SampleStatistics.Standardize(samples), CPU);
    }

    private static IReadOnlyList<double> Losses(TrainingOptions options) => Sweep(options).Losses;

    private static (IReadOnlyList<double> Losses, IReadOnlyList<double> Rates) Sweep(TrainingOptions options)
    {
        using var network = new Network(WithDropout, seed: 3);
        using var data = Digits();
        var points = LearningRateFinder.Find(network, data, options, steps: 10).Points;
        return ([.. points.Select(point => point.Loss)], [.. points.Select(point => point.Rate)]);
    }
}
