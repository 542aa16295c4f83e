using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Recording;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Recording;

public class RecordingChoiceTests
{
    [Fact]
    public void Dropout_and_distortions_stand_in_the_way()
    {
        var none = new Augmentation();

        Assert.Null(RecordingChoice.Obstacle(Core.Catalog.LeNet5.Architecture, none));
        Assert.Equal(
            "dropout draws random numbers in each step",
            RecordingChoice.Obstacle(Core.Catalog.TensorFlowTutorialNet.Architecture, none));
        Assert.Equal(
            "pictures are distorted anew in each step",
            RecordingChoice.Obstacle(Core.Catalog.LeNet5.Architecture, none with { Shift = 1 }));
    }

    [Fact]
    public void A_recorder_that_an_obstacle_makes_useless_is_given_back()
    {
        var recorder = new FakeRecorder();

        Assert.Equal((null, "an obstacle"), RecordingChoice.Open(_ => (recorder, null), CPU, "an obstacle"));
        Assert.Equal(["dispose"], recorder.Log);
    }

    [Fact]
    public void The_CPU_has_no_graphs_and_nothing_to_say_of_them() =>
        Assert.Equal((null, null), CudaStepRecorder.Open(CPU));

    [Fact]
    public void A_refusal_is_said_and_the_steps_are_eager()
    {
        using var data = new TensorData(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);
        using var network = new XorMlp(seed: 1);
        using var trainer = new Trainer(
            network, data, Options, TrainerParts.Product with { Recorder = _ => (null, "the driver is too old") });

        trainer.Step();

        Assert.Equal("the driver is too old", trainer.RecordingRemark);
        Assert.True(double.IsFinite(trainer.LastLoss));
    }

    [Theory]
    [InlineData(GraphChoice.Off, true)]
    [InlineData(GraphChoice.Auto, false)]
    public void Whoever_wants_none_or_watches_the_steps_gets_eager_ones(GraphChoice graphs, bool isOfProduct)
    {
        using var data = new TensorData(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);
        using var network = new XorMlp(seed: 1);
        var recorder = new FakeRecorder();
        var parts = isOfProduct ? recorder.Parts : recorder.Parts with { AfterBackward = _ => { } };
        using var trainer = new Trainer(network, data, Options with { Graphs = graphs }, parts);

        trainer.Step();

        Assert.Empty(recorder.Log);
        Assert.Null(trainer.RecordingRemark);
    }

    private static TrainingOptions Options => new()
    {
        Recipe = Core.Catalog.XorMlp.Recipe,
        Seed = 1,
        Kernels = KernelChoice.Libtorch,
    };
}
