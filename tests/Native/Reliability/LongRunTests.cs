using TorchBasics.Bindings.Memory;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Tests.Native.Training;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchSharp;

namespace TorchBasics.Tests.Native.Reliability;

public sealed class LongRunTests
{
    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Nesterov)]
    public void Ten_thousand_steps_leave_as_many_native_tensors_as_a_hundred(OptimizerKind optimizer)
    {
        var split = TruthTables.Load("xor");
        using var data = new TensorData(split.Train, split.DefaultNormalization(Core.Catalog.XorMlp.Recipe.Pixels), torch.CPU);
        using var network = new Network(
            ModelCatalog.Find("xor-mlp").Initial(split.Train.Shape, split.Train.ClassNames.Count, seed: 1));
        using var trainer = new Trainer(network, data, Runs.Xor(optimizer, epochs: 5_000).Options with { ClipNorm = 1 });
        var guard = new LeakGuard(baselineStep: 100);

        for (var step = 1; step <= 10_000; step++)
        {
            trainer.Step();
            guard.Check(step);
        }

        Assert.Equal(10_000, trainer.StepCount);
        Assert.True(trainer.ReadMeter().Accuracy == 1, "XOR was not learnt, so these were not steps of training.");
    }
}
