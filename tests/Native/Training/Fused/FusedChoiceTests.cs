using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Metrics;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Fused;

/// <summary>The kernels trust sizes and labels, so that nothing may reach them that does not fit.</summary>
public sealed class FusedChoiceTests
{
    [Theory]
    [InlineData(KernelChoice.Fused)]
    [InlineData(KernelChoice.Libtorch)]
    public void Samples_of_another_shape_are_refused(KernelChoice kernels)
    {
        using var network = new Network(new Architecture("large", [400], new Linear("fc", 400, 2)), seed: 1);
        using var data = Xor();
        using var trainer = new Trainer(network, data, Options(kernels));

        Assert.Throws<ShapeException>(trainer.Step);
        Assert.Throws<ShapeException>(() => Evaluator.Evaluate(network, data, loss: null, kernels: kernels));
    }

    [Fact]
    public void A_network_that_returns_pictures_is_refused()
    {
        using var network = new Network(
            new Architecture("pictures", [1, 28, 28], new Conv2d("conv", 1, 10, kernel: 27, stride: 1, padding: 0)), seed: 1);
        using var data = new TensorData(
            DataCatalog.Load("digits", new DataOptions { TrainLimit = 20, TestLimit = 1 }).Train, Normalization.Identity, CPU);
        using var trainer = new Trainer(network, data, Options(KernelChoice.Fused));

        Assert.Throws<ShapeException>(trainer.Step);
    }

    // The third class has no output: libtorch says so.
    [Fact]
    public void A_label_without_an_output_is_refused()
    {
        using var network = new Network(new Architecture("two", [1], new Linear("fc", 1, 2)), seed: 1);
        var set = new SampleSet("three", NamedArray.Of<float>("inputs", [3, 1], [1, 2, 3]), new[] { 0, 1, 2 }, ["a", "b", "c"]);
        using var data = new TensorData(set, Normalization.Identity, CPU);
        using var trainer = new Trainer(
            network, data, Options(KernelChoice.Fused) with { Recipe = Core.Catalog.XorMlp.Recipe with { BatchSize = 3 } });

        var error = Assert.ThrowsAny<Exception>(trainer.Step);

        Assert.Contains("Target 2 is out of bounds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_in_double_precision_is_computed_by_libtorch_unless_the_kernels_are_asked_for()
    {
        using var network = new XorMlp(seed: 1);
        network.to(ScalarType.Float64);
        using var data = Xor();

        using (var trainer = new Trainer(network, data, Options(KernelChoice.Auto)))
            Assert.False(trainer.IsFused);
        var error = Assert.Throws<TorchBasicsException>(() => new Trainer(network, data, Options(KernelChoice.Fused)));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("Float64", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_the_kernels_only_evaluate_is_trained_by_libtorch_with_a_remark()
    {
        using var network = new Network(
            new Architecture(
                "normalized", [2], new Linear("fc1", 2, 4), new BatchNorm1d("bn", 4), new Relu(), new Linear("fc2", 4, 2)),
            seed: 1);
        using var data = Xor();

        using (var trainer = new Trainer(network, data, Options(KernelChoice.Auto)))
        {
            trainer.Step();
            Assert.False(trainer.IsFused);
            Assert.StartsWith(
                "bn (BatchNorm1d) takes statistics over the whole batch in training",
                trainer.KernelRemark,
                StringComparison.Ordinal);
            var (byKernels, byLibtorch) = (
                Evaluator.Evaluate(network, data, null, kernels: KernelChoice.Fused),
                Evaluator.Evaluate(network, data, null, kernels: KernelChoice.Libtorch));
            Assert.Equal(byLibtorch.Confusion.Accuracy, byKernels.Confusion.Accuracy);
        }

        using (var trainer = new Trainer(network, data, Options(KernelChoice.Libtorch)))
            Assert.Null(trainer.KernelRemark);
        var error = Assert.Throws<TorchBasicsException>(() => new Trainer(network, data, Options(KernelChoice.Fused)));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith(
            "The fused kernels cannot train this network: bn (BatchNorm1d) takes statistics over the whole batch",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_architecture_whose_arrays_pass_32_bits_is_refused_before_any_memory_is_taken()
    {
        var wide = new Architecture("wide", [1, 20000, 20000], new MaxPool2d(kernel: 2, stride: 2), new GlobalAvgPool2d());
        var heavy = new Architecture("heavy", [30000], new Linear("fc", 30000, 30000));

        Assert.Contains("[N, 1, 20000, 20000]", KernelSupport.Refusal(wide), StringComparison.Ordinal);
        Assert.Contains("fc.weight", KernelSupport.Refusal(heavy), StringComparison.Ordinal);
        Assert.Null(KernelSupport.Refusal(Core.Catalog.TensorFlowTutorialNet.Architecture));
    }

    [Fact]
    public void A_trainer_may_be_disposed_after_its_network()
    {
        var network = new XorMlp(seed: 1);
        using var data = Xor();
        var trainer = new Trainer(network, data, Options(KernelChoice.Fused));
        trainer.Step();

        network.Dispose();

        trainer.Dispose();
    }

    [Theory]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.Adam)]
    public void A_step_allocates_nothing_once_warm(OptimizerKind optimizer)
    {
        using var network = new XorMlp(seed: 1);
        using var data = Xor();
        using var trainer = new Trainer(network, data, Options(KernelChoice.Fused) with
        {
            Recipe = Core.Catalog.XorMlp.Recipe with { Optimizer = optimizer, Epochs = 10_000 }
        });
        for (var step = 0; step < 200; step++)
            trainer.Step();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 100; step++)
            trainer.Step();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TensorData Xor() => new(DataCatalog.Load("xor").Train, Normalization.Identity, CPU);

    private static TrainingOptions Options(KernelChoice kernels) =>
        new() { Recipe = Core.Catalog.XorMlp.Recipe, Seed = 1, Kernels = kernels };
}
