using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training;

public class TrainerTests
{
    // On CUDA a step does not wait for its loss, so that the sum is the first to tell.
    [Fact]
    public void A_state_whose_loss_is_not_a_number_is_not_saved()
    {
        using var data = new TensorData(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);
        using var network = new XorMlp(seed: 1);
        using var trainer = new Trainer(network, data, new TrainingOptions { Recipe = Core.Catalog.XorMlp.Recipe, Seed = 1 });
        trainer.Step();
        var good = trainer.Save();

        trainer.Load(good with { Meter = good.Meter with { LossSum = double.NaN } });

        Assert.Equal(ErrorKind.Failed, Assert.Throws<TorchBasicsException>(() => trainer.Save()).Kind);
    }

    // Four samples in batches of three: the mean of an epoch counts the first batch three times and the second once.
    [Theory]
    [InlineData(KernelChoice.Fused)]
    [InlineData(KernelChoice.Libtorch)]
    public void The_meter_begins_anew_with_each_epoch(KernelChoice kernels)
    {
        using var data = new TensorData(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);
        using var network = new XorMlp(seed: 1);
        using var trainer = new Trainer(
            network,
            data,
            new TrainingOptions { Recipe = Core.Catalog.XorMlp.Recipe with { BatchSize = 3 }, Seed = 1, Kernels = kernels });

        for (var epoch = 0; epoch < 3; epoch++)
        {
            trainer.Step();
            var first = trainer.LastLoss;
            trainer.Step();

            Assert.Equal(((3 * first) + trainer.LastLoss) / 4, trainer.ReadMeter().Loss, 1e-6);
        }
    }
}
