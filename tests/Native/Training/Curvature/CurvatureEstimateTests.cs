using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Models;
using TorchBasics.Reference.Curvature;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Recording;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Curvature;

public class CurvatureEstimateTests
{
    private static readonly Architecture Pooled = new("pooled", [1, 28, 28],
        new Conv2d("conv1", 1, 2, kernel: 5, stride: 2, padding: 2), new Relu(), new MaxPool2d(3, 2),
        new Conv2d("conv2", 2, 3, kernel: 3, stride: 1, padding: 0), new Tanh(), new AvgPool2d(2, 2),
        new Dropout(0.5), new Flatten(), new Linear("fc1", 12, 7), new Sigmoid(), new Linear("fc2", 7, 10));

    private static readonly Architecture Wide = new("wide", [1, 28, 28],
        new Conv2d("conv1", 1, 3, kernel: 9, stride: 3, padding: 0), new ScaledTanh(), new GlobalAvgPool2d(),
        new Linear("fc1", 3, 10));

    // Of more than 500 samples the first 500 of the epoch's order count (LeCun et al. 1998, section II.C).
    public static TheoryData<string, LossKind, int> Networks => new()
    {
        { "pooled", LossKind.CrossEntropy, 20 },
        { "pooled", LossKind.MeanSquaredError, 20 },
        { "wide", LossKind.MeanSquaredError, 520 },
        { "lenet5-original", LossKind.Rbf, 20 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Libtorch_finds_what_the_reference_finds(string name, LossKind loss, int samples)
    {
        var architecture = name switch { "pooled" => Pooled, "wide" => Wide, _ => Core.Catalog.LeNet5Original.Architecture };
        using var data = Digits(samples);
        using var network = new Network(architecture, seed: 3);
        using var trainer = new Trainer(network, data, Options(loss));
        var weights = network.Save();

        trainer.Step();

        using var scope = NewDisposeScope();
        var inputs = data.Gather(tensor(trainer.Order[..Math.Min(samples, 500)].ToArray())).Inputs;
        var expected = DiagonalCurvature.Of(
            architecture,
            [.. weights.Select(array => Exactly(RunSpecs.ToReference(array)))],
            Exactly(Reference.Numbers.Tensor<Float64>.From(
                [.. inputs.shape.Select(size => (int)size)], [.. inputs.data<float>().Select(value => (double)value)])),
            loss);
        var found = trainer.Save().OptimizerArrays.Where(array => array.Name != "step").ToList();
        Assert.Equal(expected.Count, found.Count);
        foreach (var (array, bounded) in found.Zip(expected))
        {
            Assert.All(array.Values<float>().ToArray(), value => Assert.True(value >= 0));
            var deviation = Comparison.Within(new Place("curvature", array.Name), RunSpecs.ToReference(array), bounded);
            Assert.True(deviation.Passed, deviation.Problem ?? deviation.ToString());
        }
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        using var data = Digits(600);
        string Train(int threads)
        {
            set_num_threads(threads);
            using var network = new Network(Core.Catalog.LeNet5Original.Architecture, seed: 3);
            using var trainer = new Trainer(network, data, Options(LossKind.Rbf) with { Kernels = KernelChoice.Fused });
            for (var step = 0; step < 70; step++)
                trainer.Step();
            Assert.Equal(threads, get_num_threads());
            return network.Hash();
        }

        Assert.Equal(Train(1), Train(2));
    }

    [Fact]
    public void Second_derivatives_change_at_the_beginning_of_an_epoch_alone()
    {
        using var data = Digits(40);
        using var network = new Network(Wide, seed: 3);
        using var trainer = new Trainer(network, data, Options(LossKind.MeanSquaredError));
        var seen = new List<string>();
        for (var step = 0; step < 8; step++)
        {
            trainer.Step();
            seen.Add(WeightHash.Of([.. trainer.Save().OptimizerArrays.Where(array => array.Name != "step")]));
        }

        Assert.Equal([seen[0], seen[0], seen[0], seen[4], seen[4], seen[4], seen[4]],
            [seen[1], seen[2], seen[3], seen[4], seen[5], seen[6], seen[7]]);
        Assert.NotEqual(seen[0], seen[4]);
    }

    [Fact]
    public void A_layer_that_second_derivatives_do_not_pass_is_named()
    {
        var architecture = new Architecture("normalized", [1, 28, 28],
            new Conv2d("conv1", 1, 2, kernel: 5, stride: 1, padding: 0), new BatchNorm2d("norm1", 2), new Flatten(),
            new Linear("fc1", 2 * 24 * 24, 10));
        using var data = Digits(20);
        using var network = new Network(architecture, seed: 3);

        var error = Assert.Throws<TorchBasicsException>(() => new Trainer(network, data, Options(LossKind.CrossEntropy)));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("no second derivatives through norm1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rbf_units_without_their_loss_are_refused()
    {
        using var data = Digits(20);
        using var network = new Network(Core.Catalog.LeNet5Original.Architecture, seed: 3);

        var error = Assert.Throws<TorchBasicsException>(() => new Trainer(network, data, Options(LossKind.CrossEntropy)));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("loss rbf", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        using var data = Digits(20);
        using var network = new Network(Pooled, seed: 3);
        using var trainer = new Trainer(network, data, Options(LossKind.CrossEntropy) with
        {
            Recipe = Recipe(LossKind.CrossEntropy) with { BatchSize = 20, Epochs = 1000 },
        });

        Live.AssertConstantOver100Runs(trainer.Step); // each step is an epoch
    }

    private static TensorData Digits(int count) => new(
        DataCatalog.Load("digits", new DataOptions { TrainLimit = count, TestLimit = 1 }).Train,
        Normalization.FromRange(PixelRange.LeCun1998),
        CPU);

    private static TrainingOptions Options(LossKind loss) => new() { Recipe = Recipe(loss), Seed = 1 };

    private static TrainingRecipe Recipe(LossKind loss) => new()
    {
        Data = "digits",
        Epochs = 2,
        BatchSize = 10,
        LearningRate = 0.0001,
        Optimizer = OptimizerKind.DiagonalLevenbergMarquardt,
        Schedule = ScheduleKind.Constant,
        Loss = loss,
    };

    private static Reference.Numbers.Tensor<Rounded<Binary32>> Exactly(Reference.Numbers.Tensor<Float64> values) =>
        values.Map(value => Rounded<Binary32>.Exactly(value.Value));
}
