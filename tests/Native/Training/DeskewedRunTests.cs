using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Formats.Models;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;
using TorchSharp;

namespace TorchBasics.Tests.Native.Training;

public class DeskewedRunTests
{
    [Theory]
    [InlineData(KernelChoice.Fused)]
    [InlineData(KernelChoice.Libtorch)]
    public void A_run_on_deskewed_pictures_leaves_a_model_of_such_pictures(KernelChoice kernels)
    {
        using var folder = new TemporaryFolder();
        var request = Deskewed(kernels);

        var record = Runs.Complete(request, folder["run"]);

        var model = ModelFile.Read(folder["run/model.safetensors"]);
        var data = DataCatalog.Load(request.Data, request.DataOptions);
        Assert.True(model.IsDeskewed);
        Assert.Equal(SampleStatistics.Standardize(data.Deskew().Train), model.Normalization);
        Assert.Equal(LossOn(model, data.Deskew().Test), record.Test!.Loss, 5);
        Assert.NotEqual(LossOn(model, data.Test), record.Test.Loss, 5);
    }

    [Fact]
    public void A_run_on_deskewed_and_distorted_pictures_is_the_same_after_a_stop()
    {
        using var folder = new TemporaryFolder();
        var request = Deskewed(KernelChoice.Auto);
        var augmentation = new Augmentation { Shift = 1, Squeeze = 0.1, Elastic = 1, ElasticSigma = 3 };
        var recipe = request.Options.Recipe with { Augmentation = augmentation };
        request = request with { Options = request.Options with { Recipe = recipe } };
        var whole = Runs.Complete(request, folder["whole"]);

        Runs.StopAt(5, request, folder["parts"]);

        Assert.Equal(whole.WeightHash, Runs.Continue(folder["parts"]).WeightHash);
        Assert.True(ModelFile.Read(folder["parts/model.safetensors"]).IsDeskewed);
    }

    private static RunRequest Deskewed(KernelChoice kernels)
    {
        var request = Runs.Digits();
        var recipe = request.Options.Recipe with { Deskew = true, Pixels = null };
        return request with { Options = request.Options with { Recipe = recipe, Kernels = kernels } };
    }

    private static double LossOn(Model model, SampleSet test)
    {
        using var network = new Network(model);
        using var samples = new TensorData(test, model.Normalization, torch.CPU);
        return Evaluator.Evaluate(network, samples, Loss.Create(LossKind.CrossEntropy, 0, 10)).Loss;
    }
}
