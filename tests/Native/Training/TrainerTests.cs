using TorchBasics.Core;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
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
        using var trainer = new Trainer(network, data, new TrainingOptions { Recipe = XorMlp.Recipe, Seed = 1 });
        trainer.Step();
        var good = trainer.Save();

        trainer.Load(good with { Meter = good.Meter with { LossSum = double.NaN } });

        Assert.Equal(ErrorKind.Failed, Assert.Throws<TorchBasicsException>(() => trainer.Save()).Kind);
    }
}
