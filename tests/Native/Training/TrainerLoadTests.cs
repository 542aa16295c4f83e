using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training;

public class TrainerLoadTests
{
    [Theory]
    [InlineData(OptimizerKind.Sgd, 2)]
    [InlineData(OptimizerKind.Momentum, 4)]
    [InlineData(OptimizerKind.Adam, 2)]
    [InlineData(OptimizerKind.AdamW, 0)]
    [InlineData(OptimizerKind.DiagonalLevenbergMarquardt, 0)]
    public void An_optimizer_that_stands_at_another_step_is_refused_and_nothing_changes(OptimizerKind optimizer, long steps)
    {
        using var data = new TensorData(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);
        using var first = new XorMlp(seed: 1);
        using var second = new XorMlp(seed: 2);
        var options = new TrainingOptions { Recipe = Core.Catalog.XorMlp.Recipe with { Optimizer = optimizer }, Seed = 1 };
        using var trainer = new Trainer(first, data, options);
        for (var step = 0; step < 3; step++)
            trainer.Step();
        var state = trainer.Save();
        var other = state with
        {
            OptimizerArrays =
                [.. state.OptimizerArrays.Where(array => array.Name != "step"), NamedArray.Of<long>("step", [], [steps])]
        };
        using var fresh = new Trainer(second, data, options);
        var before = second.Hash();

        var error = Assert.Throws<TorchBasicsException>(() => fresh.Load(other));

        Assert.Equal((ErrorKind.Data, $"The checkpoint stands at step 3, but its optimizer at step {steps}; "
            + "the two belong to different checkpoints."), (error.Kind, error.Message));
        Assert.Equal((before, 0), (second.Hash(), fresh.StepCount));
        Assert.All(fresh.Save().OptimizerArrays, array => Assert.All(array.Bytes.ToArray(), value => Assert.Equal(0, value)));
        fresh.Load(state);
        Assert.Equal((first.Hash(), 3), (second.Hash(), fresh.StepCount));
    }
}
