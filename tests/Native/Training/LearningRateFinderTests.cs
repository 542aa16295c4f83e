using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training;

public class LearningRateFinderTests
{
    [Fact]
    public void The_suggestion_trains_well_and_the_weights_are_put_back()
    {
        var samples = DataCatalog.Load("digits", new DataOptions { TrainLimit = 1000, TestLimit = 10 }).Train;
        using var network = new LeNet5(seed: 1);
        using var data = new TensorData(samples, Normalization.Standardize(samples), CPU);
        var before = network.Hash();

        var sweep = LearningRateFinder.Find(network, data, new TrainingOptions { Recipe = LeNet5.Recipe, Seed = 1 }, steps: 100);

        // A LeNet with this recipe learns between 0.01 and 0.3; below 0.001 it stands still within an epoch.
        Assert.InRange(sweep.Suggested, 1e-3, 0.3);
        Assert.Equal(before, network.Hash());
        Assert.True(sweep.Points.Zip(sweep.Points.Skip(1)).All(pair => pair.First.Rate < pair.Second.Rate));
    }
}
