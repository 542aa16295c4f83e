using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Inference;
using TorchBasics.Kernels.Simd;
using TorchBasics.Models;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Generating;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Kernels.Inference;

/// <summary>
/// A predictor says what the textbook says, within the bounds of rounding, and the same however samples are batched.
/// </summary>
public sealed class PredictorNumberTests
{
    private static readonly TrainingRecipe AnyRecipe =
        new() { Data = "none", Epochs = 1, BatchSize = 1, LearningRate = 0.1, Loss = LossKind.MeanSquaredError };

    private static readonly Layer?[] Activations = [null, new Relu(), new Tanh(), new Sigmoid(), new ScaledTanh()];

    public static TheoryData<int> Widths => [.. LaneKernels.All.Select(kernels => kernels.Bits)];

    public static TheoryData<string, int> Models =>
        [.. ModelCatalog.All.SelectMany(entry => LaneKernels.All.Select(kernels => (entry.Name, kernels.Bits)))];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_stays_within_the_bounds_of_the_reference(string model, int bits) =>
        Check(RunSpecs.Random(ModelCatalog.Find(model).Architecture, AnyRecipe, steps: 1, batchSize: 2, seed: 3), bits);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Random_networks_stay_within_the_bounds_of_the_reference(int bits) =>
        Gen.ULong[0, 1UL << 32].Sample(seed => Check(RandomRuns.Draw(seed), bits), iter: 150, threads: 1);

    // Several blocks of channels, tiles of every height, and what is left over at each edge.
    [Theory]
    [MemberData(nameof(Widths))]
    public void Convolutions_of_any_size_stay_within_the_bounds_of_the_reference(int bits)
    {
        var size = Gen.Int[1, 3].Select(Gen.Int[1, 3], (height, width) => new Size2d(height, width));
        var layers =
            from channels in Gen.Int[1, 20]
            from outputs in Gen.Int[1, 70]
            from kernel in size
            from stride in size
            from dilation in size
            from padding in Gen.Int[0, 2].Select(Gen.Int[0, 2], (height, width) => new Size2d(height, width))
            from height in Gen.Int[7, 24]
            from width in Gen.Int[7, 24]
            from activation in Gen.Int[0, Activations.Length - 1].Select(index => Activations[index])
            from pools in Gen.Bool
            where outputs * channels * height * width < 60_000
            select (Input: Shape.Create(channels, height, width), Layers: Layers(
                new Conv2d("conv", channels, outputs, kernel, stride, padding, dilation), activation, pools));

        layers.Sample(
            drawn =>
            {
                if (Fits(drawn.Input, drawn.Layers) is { } architecture)
                    Check(RunSpecs.Random(architecture, AnyRecipe, steps: 1, batchSize: 1, seed: 5), bits);
            },
            iter: 60,
            threads: 1);
    }

    // Few groups are computed with zeros between them, many with a lane for each sample; pooling in the same pass or not.
    [Theory]
    [MemberData(nameof(Widths))]
    public void Convolutions_with_groups_stay_within_the_bounds_of_the_reference(int bits) =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 1], Gen.Bool, Gen.Bool).Sample(
            (groups, inputs, outputs, kernel, padding, follows, pools) =>
            {
                var convolution = new Conv2d(
                    "conv", groups * inputs, groups * outputs, kernel, stride: 1, padding, groups: groups);
                if (Fits([groups * inputs, 6, 5], Layers(convolution, follows ? new Relu() : null, pools)) is { } architecture)
                    Check(RunSpecs.Random(architecture, AnyRecipe, steps: 1, batchSize: 1, seed: 6), bits);
            },
            iter: 60,
            threads: 1);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Fully_connected_layers_of_any_size_stay_within_the_bounds_of_the_reference(int bits) =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 300], Gen.Int[1, 20]).Sample(
            (inputs, hidden, outputs) => Check(
                RunSpecs.Random(
                    new("mlp", [inputs], new Linear("a", inputs, hidden), new Tanh(), new Linear("b", hidden, outputs)),
                    AnyRecipe,
                    steps: 1,
                    batchSize: 1,
                    seed: 7),
                bits),
            iter: 60,
            threads: 1);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Residuals_stay_within_the_bounds_of_the_reference(int bits) => Check(
        RunSpecs.Random(
            new("residuals", [3, 5, 4],
                new Residual(
                    new Conv2d("a", 3, 20, kernel: 3, stride: 1, padding: 1),
                    new Relu(),
                    new Conv2d("b", 20, 3, kernel: 3, stride: 1, padding: 1, groups: 1)),
                new Conv2d("c", 3, 4, kernel: 3, stride: 1, padding: 1), new Flatten(),
                new Residual(new Linear("d", 80, 5), new Tanh(), new Linear("e", 5, 80)), new Linear("fc", 80, 3)),
            AnyRecipe,
            steps: 1,
            batchSize: 3,
            seed: 4),
        bits);

    // Members of several kinds: such as begin with a border, with a flatten, with a pooling, and with an ensemble.
    [Theory]
    [MemberData(nameof(Widths))]
    public void Ensembles_stay_within_the_bounds_of_the_reference(int bits) => Check(
        RunSpecs.Random(
            new("ensembles", [3, 5, 4],
                new Ensemble(
                    [new Conv2d("a", 3, 20, kernel: 3, stride: 1, padding: 1), new Relu(), new Flatten(),
                        new Linear("b", 400, 18), new Softmax()],
                    [new Flatten(), new Linear("c", 60, 18), new Softmax()],
                    [new MaxPool2d(kernel: 2, stride: 1), new Flatten(), new Ensemble(
                        [new Linear("d", 36, 18), new Softmax()], [new Tanh(), new Linear("e", 36, 18)])]),
                new Tanh(), new Linear("f", 18, 3)),
            AnyRecipe,
            steps: 1,
            batchSize: 3,
            seed: 4),
        bits);

    [Theory]
    [MemberData(nameof(Widths))]
    public void Ensembles_of_pictures_may_stand_behind_other_layers(int bits) => Check(
        RunSpecs.Random(
            new("ensembles", [3, 5, 4],
                new Conv2d("a", 3, 19, kernel: 3, stride: 1, padding: 1), new Relu(),
                new Ensemble(
                    [new Conv2d("b", 19, 5, kernel: 3, stride: 1, padding: 1)],
                    [new Tanh(), new Conv2d("c", 19, 5, kernel: 1, stride: 1, padding: 0)],
                    [new BatchNorm2d("bn", 19), new Conv2d("d", 19, 5, kernel: 1, stride: 1, padding: 0), new Relu()]),
                new Conv2d("e", 5, 4, kernel: 3, stride: 1, padding: 1), new Flatten(), new Linear("f", 80, 3)),
            AnyRecipe,
            steps: 1,
            batchSize: 3,
            seed: 4),
        bits);

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_network_may_return_pictures(int bits)
    {
        var architecture = new Architecture(
            "pictures", [3, 5, 4], new Conv2d("conv", 3, 21, kernel: 3, stride: 1, padding: 1), new Tanh());
        using var network = new Network(architecture, seed: 1);
        using var predictor = new Predictor(network.ToModel(), LaneKernels.All.Single(kernels => kernels.Bits == bits));
        var samples = Answers.Samples(predictor, 3, seed: 1);

        var results = Answers.OfAnyBatch(predictor, samples);

        using var scope = NewDisposeScope();
        var expected = network.call(tensor(samples).reshape(3, 3, 5, 4)).reshape(-1).data<float>().ToArray();
        Assert.Equal(21 * 5 * 4, predictor.Outputs);
        Assert.Equal(expected.Length, results.Length);
        Assert.All(expected.Zip(results), pair => Assert.Equal(pair.First, pair.Second, 1e-5f)); // sums of 28 numbers below 1
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_convolution_of_the_whole_picture_may_stand_before_one_with_padding(int bits) => Check(
        RunSpecs.Random(
            new(
                "whole",
                [2, 3, 3],
                new Conv2d("a", 2, 5, kernel: 3, stride: 1, padding: 0),
                new Conv2d("b", 5, 4, kernel: 3, stride: 1, padding: 1),
                new Flatten()),
            AnyRecipe,
            steps: 1,
            batchSize: 2,
            seed: 9),
        bits);

    [Theory]
    [MemberData(nameof(Widths))]
    public void What_is_no_number_reaches_the_result(int bits)
    {
        var architecture = new Architecture(
            "pool",
            [1, 4, 4],
            new Conv2d("conv", 1, 3, kernel: 1, stride: 1, padding: 0),
            new Relu(),
            new MaxPool2d(kernel: 2, stride: 2));
        using var network = new Network(architecture, seed: 1);
        using var predictor = new Predictor(network.ToModel(), LaneKernels.All.Single(kernels => kernels.Bits == bits));

        for (var pixel = 0; pixel < 16; pixel++)
        {
            var sample = Answers.Samples(predictor, 1, seed: 1);
            sample[pixel] = float.NaN;

            var results = Answers.Of(predictor, sample);

            var window = (pixel / 8 * 2) + (pixel % 4 / 2);
            Assert.Equal([.. Enumerable.Range(0, 12).Select(k => k % 4 == window)], results.Select(float.IsNaN));
        }
    }

    private static void Check(RunSpec spec, int bits)
    {
        var engine = new PredictorEngine(LaneKernels.All.Single(kernels => kernels.Bits == bits));

        var deviations = new EvaluationCheck<Binary32>().Check(engine, spec).ToList();

        Assert.All(
            deviations,
            deviation => Assert.True(deviation.Passed, $"{string.Join("; ", spec.Architecture.Layers)}: {deviation}"));
    }

    private static IReadOnlyList<Layer> Layers(Conv2d convolution, Layer? activation, bool pools) =>
        [convolution, .. activation is null ? (Layer[])[] : [activation],
            .. pools ? (Layer[])[new MaxPool2d(kernel: 2, stride: 2)] : [], new Flatten()];

    private static Architecture? Fits(Shape input, IReadOnlyList<Layer> layers)
    {
        try
        {
            return new Architecture("drawn", input, layers);
        }
        catch (ShapeException)
        {
            return null; // too small a picture
        }
    }
}
