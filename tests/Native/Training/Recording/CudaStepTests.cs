using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Recording;

/// <summary>Steps that a CUDA graph does beside steps done operator by operator, on a device.</summary>
public class CudaStepTests
{
    public static TheoryData<string, OptimizerKind> Work => new(
        from model in (string[])["lenet5", "mlp"]
        from kind in Enum.GetValues<OptimizerKind>()
        select (model, kind));

    // 200 samples in batches of 64: the fourth batch of an epoch has 8 samples and a graph of its own.
    [Theory]
    [MemberData(nameof(Work))]
    public void A_graph_gives_the_bits_of_eager_steps(string model, OptimizerKind kind)
    {
        Assert.SkipUnless(cuda.is_available(), "No CUDA device is here.");
        var samples = DataCatalog.Load("digits", new DataOptions { TrainLimit = 200, TestLimit = 1 }).Train;
        using var data = new TensorData(samples, Normalization.Identity, CUDA);
        var eager = Train(model, kind, data, GraphChoice.Off);
        Assert.SkipUnless(
            eager.SequenceEqual(Train(model, kind, data, GraphChoice.Off)),
            "On this device eager steps do not even repeat their own bits.");

        Assert.Equal(eager, Train(model, kind, data, GraphChoice.Auto));
    }

    private static IReadOnlyList<string> Train(string model, OptimizerKind kind, TensorData data, GraphChoice graphs)
    {
        using Network network = model == "lenet5" ? new LeNet5(seed: 1) : new Mlp(seed: 1, 300);
        network.to(CUDA);
        var recipe = Core.Catalog.LeNet5.Recipe with
        {
            Optimizer = kind,
            BatchSize = 64,
            Epochs = 6,
            LearningRate = 0.01,
            WeightDecay = 0.001,
            Schedule = ScheduleKind.OneCycle,
        };
        using var trainer = new Trainer(
            network, data, new TrainingOptions { Recipe = recipe, Seed = 1, ClipNorm = 1, Graphs = graphs });
        while (trainer.StepCount < trainer.TotalSteps)
            trainer.Step();
        Assert.Null(trainer.RecordingRemark);
        return RecordedStepsTests.State(trainer);
    }
}
