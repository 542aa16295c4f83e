using TorchBasics.Core;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training;

public class XorTests
{
    [Fact]
    public void The_default_recipe_learns_XOR_from_every_one_of_100_seeds()
    {
        using var data = new TensorData(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);

        var failed = Enumerable.Range(1, 100).Where(seed => !Learns(data, (ulong)seed));

        Assert.Empty(failed);
    }

    private static bool Learns(TensorData data, ulong seed)
    {
        using var network = new XorMlp(seed);
        using var trainer = new Trainer(network, data, new TrainingOptions { Recipe = Core.Catalog.XorMlp.Recipe, Seed = seed });
        while (trainer.StepCount < trainer.TotalSteps)
            trainer.Step();
        return Evaluator.Evaluate(network, data, loss: null).Correct == 4;
    }
}
