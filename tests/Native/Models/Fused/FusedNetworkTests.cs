using CsCheck;
using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Native.Kernels.Simd;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Generating;
using TorchBasics.Verification.Running;
using TorchSharp;
using ModelCatalog = TorchBasics.Core.Catalog.ModelCatalog;

namespace TorchBasics.Tests.Native.Models.Fused;

/// <summary>Whole networks on our kernels: what may not change a bit.</summary>
public sealed class FusedNetworkTests
{
    public static TheoryData<int> AllWidths => Widths.All;

    private static TrainingRecipe Recipe { get; } = new() { Data = "random", Epochs = 1, BatchSize = 40, LearningRate = 0.1 };

    private static Architecture Small { get; } = new("small", [1, 9, 8],
        new Conv2d("conv1", 1, 5, kernel: 3, stride: 1, padding: 1), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
        new Conv2d("conv2", 5, 7, kernel: 2, stride: 1, padding: 0), new Tanh(),
        new AvgPool2d(kernel: 2, stride: 2, countIncludePad: true),
        new Dropout(0.3), new Flatten(), new Linear("fc", 7, 4));

    // The engine itself compares fused blocks with single layers, and fails where a bit differs.
    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Fused_blocks_and_single_layers_agree_to_the_last_bit(int bits) => OnRandomNetworks(cases: 60, spec =>
        Assert.NotEmpty(new FusedEngine(Widths.Of(bits)).Train(spec).ToList()));

    // Random networks seldom put what is fused in a row: a convolution, an activation and 2x2 pooling, on odd sizes too.
    [Theory]
    [MemberData(nameof(AllWidths))]
    public void Pooling_in_the_same_pass_changes_no_bit(int bits) =>
        Gen.Select(Gen.Int[1, 3], Gen.Int[1, 9], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[4, 11], Gen.Int[4, 11], Gen.Int[0, 4],
            Gen.Int[1, 70]).Sample(
                (inputs, outputs, kernel, stride, height, width, activation, samples) =>
                {
                    Layer[] activations = [new Relu(), new Tanh(), new Sigmoid(), new ScaledTanh()];
                    Layer[] layers =
                    [
                        new Conv2d("conv1", inputs, outputs, kernel, stride, padding: 1), .. activations.Skip(activation).Take(1),
                        new MaxPool2d(kernel: 2, stride: 2, ceilMode: samples % 2 == 0),
                        new Conv2d("conv2", outputs, 2, kernel: 1, stride: 1, padding: 0), new Flatten(),
                    ];
                    var spec = RunSpecs.Random(
                        new Architecture("pooled", [inputs, height, width], layers),
                        Recipe,
                        steps: 2,
                        samples,
                        seed: (ulong)samples);

                    // Whole numbers make ties; the second step has weights that are none.
                    var whole = spec with
                    {
                        Weights = [.. spec.Weights.Select(Whole)],
                        Steps = [spec.Steps[0] with { Inputs = Whole(spec.Steps[0].Inputs) }, spec.Steps[1]]
                    };

                    Assert.Equal(2, new FusedEngine(Widths.Of(bits)).Train(whole).Count());
                },
                iter: Widths.Cases(60),
                threads: 1);

    // 2,500 samples are 157 groups or 79 slices: more than there are shares, so that a share has two slices of two groups.
    [Theory]
    [InlineData(37)]
    [InlineData(2500)]
    public void Residuals_learn_from_every_slice_of_a_batch(int samples)
    {
        var architecture = new Architecture("residuals", [2, 4, 5],
            new Conv2d("c", 2, 2, kernel: 3, stride: 1, padding: 1, groups: 2), new Relu(),
            new Residual(
                new Conv2d("a", 2, 3, kernel: 3, stride: 1, padding: 1),
                new Relu(),
                new MaxPool2d(kernel: 3, stride: 1, padding: 1),
                new Conv2d("b", 3, 2, kernel: 1, stride: 1, padding: 0)),
            new Conv2d("p", 2, 2, kernel: 3, stride: 1, padding: 1), new Flatten(),
            new Residual(
                new Linear("d", 40, 3), new Tanh(), new Residual(new Linear("e", 3, 3), new Tanh()), new Linear("f", 3, 40)),
            new Linear("fc", 40, 4));
        var spec = RunSpecs.Random(architecture, Recipe, steps: 2, samples, seed: 8);

        var deviations = new FusedEngine(Widths.Of(512))
            .Train(spec).SelectMany(step => new LocalCheck<Binary32>(Recipe).Check(step)).ToList();

        Assert.NotEmpty(deviations);
        Assert.All(deviations, deviation => Assert.True(deviation.Passed, deviation.ToString()));
    }

    [Theory]
    [InlineData(37)]
    [InlineData(2500)]
    public void Ensembles_learn_from_every_slice_of_a_batch(int samples)
    {
        var architecture = new Architecture("ensembles", [2, 4, 5],
            new Conv2d("c", 2, 2, kernel: 3, stride: 1, padding: 1), new Tanh(),
            new Ensemble(
                [new Conv2d("a", 2, 3, kernel: 3, stride: 1, padding: 1), new Relu(), new Flatten(), new Linear("b", 60, 4)],
                [new MaxPool2d(kernel: 2, stride: 1), new Flatten(), new Linear("d", 24, 4), new Softmax()],
                [new Flatten(),
                    new Ensemble([new Linear("e", 40, 4)], [new Linear("f", 40, 3), new Tanh(), new Linear("g", 3, 4)])]));
        var spec = RunSpecs.Random(architecture, Recipe, steps: 2, samples, seed: 8);

        var deviations = new FusedEngine(Widths.Of(512))
            .Train(spec).SelectMany(step => new LocalCheck<Binary32>(Recipe).Check(step)).ToList();

        Assert.NotEmpty(deviations);
        Assert.All(deviations, deviation => Assert.True(deviation.Passed, deviation.ToString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_threads_of_dotnet_and_those_of_libtorch_agree_to_the_last_bit(int size)
    {
        using var network = new LeNet5(seed: 1);
        using var batches = new Batches(network, samples: 300);
        batches.ComputeGradients(300);
        using var parameters = new TensorParameters(network);
        using var managed = new KernelNetwork(
            batches.Fused.Plan.Kernels, network.Architecture, parameters.Slots, new DotNetTeam(size));

        batches.ComputeGradients(managed);

        float[] learnt =
            [(float)managed.Loss, .. parameters.Gradients.Values.SelectMany(gradient => gradient.data<float>().ToArray())];
        Assert.Equal(batches.Learnt(), learnt);
    }

    [Theory]
    [MemberData(nameof(AllWidths))]
    public void One_two_and_three_threads_agree_to_the_last_bit(int bits) => OnRandomNetworks(cases: 40, spec =>
    {
        var one = new FusedEngine(Widths.Of(bits));
        foreach (var threads in (int[])[2, 3])
        {
            var agreement = ThreadComparison.Run(one, new FusedEngine(Widths.Of(bits), threads), spec);
            Assert.True(agreement!.SameBits, $"{threads} threads on {spec.Architecture.Name}: {agreement}");
        }
    });

    // Neither the lane nor the slice nor the company of a sample may show in its results.
    [Theory]
    [MemberData(nameof(AllWidths))]
    public void A_sample_gets_the_same_bits_alone_and_in_any_batch(int bits) => OnRandomNetworks(cases: 40, spec =>
    {
        var (engine, x) = (new FusedEngine(Widths.Of(bits)), spec.Steps[0].Inputs);
        var size = x.Elements.Length / x.Sizes[0];

        var together = engine.Evaluate(spec.Architecture, spec.Weights, x);

        var outputs = together.Sizes[1];
        for (var n = 0; n < x.Sizes[0]; n += 13)
        {
            var sample = Tensor<Float64>.Over([1, .. x.Sizes[1..]], x.Elements.Slice(n * size, size).ToArray());
            Assert.Equal(
                engine.Evaluate(spec.Architecture, spec.Weights, sample).Elements, together.Elements.Slice(n * outputs, outputs));
        }
    });

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(37)]
    public void The_lanes_behind_the_batch_count_for_nothing(int samples)
    {
        using var network = new Network(Small, seed: 1);
        using var batch = new Batches(network, samples);
        batch.ComputeGradients(samples);
        var clean = batch.Learnt();

        batch.ComputeGradients(source => new DirtyLanes(source, 1000));

        Assert.Equal(clean, batch.Learnt());
    }

    // Memory is kept from call to call; what a larger batch left in it may not show.
    [Fact]
    public void What_was_learnt_before_leaves_no_trace()
    {
        using var network = new Network(Small, seed: 1);
        using var used = new Batches(network, samples: 100);
        foreach (var samples in (int[])[100, 3, 64, 17, 100, 1, 33])
        {
            used.Take(samples);
            used.ComputeGradients(samples);
            using var fresh = new Batches(network, samples: 100);
            fresh.Take(samples);
            fresh.ComputeGradients(samples);

            Assert.Equal(fresh.Learnt(), used.Learnt());
        }
    }

    // 2,100 samples are 66 slices for 64 shares of the gradients: some shares are put together from two.
    [Fact]
    public void A_batch_of_any_size_goes_through_in_slices_of_one_size_and_within_bounds()
    {
        var tiny = new Architecture(
            "tiny",
            [1, 4, 4],
            new Conv2d("conv", 1, 2, kernel: 3, stride: 1, padding: 0),
            new Relu(),
            new Flatten(),
            new Linear("fc", 8, 3));
        var spec = RunSpecs.Random(tiny, Recipe, steps: 1, batchSize: 2100, seed: 1);
        using var network = new Network(tiny, seed: 1);
        using var batch = new Batches(network, samples: 2100);
        var groups = new System.Collections.Concurrent.ConcurrentBag<int>();
        batch.Fused.Observer = (slice, _) => groups.Add(slice.Groups);

        batch.ComputeGradients(2100);
        var deviations = new FusedEngine().Train(spec).Single().Layers.SelectMany(LocalCheck<Binary32>.Layer).ToList();

        Assert.Equal(132, groups.Sum()); // 2100 / 16, rounded up
        Assert.Equal(2, groups.Max());
        Assert.NotEmpty(deviations);
        Assert.All(deviations, deviation => Assert.True(deviation.Passed, $"{deviation}"));
    }

    [Fact]
    public void Another_seed_drops_other_elements()
    {
        var spec = RunSpecs.Random(Small, Recipe, steps: 1, batchSize: 40, seed: 1);
        var engine = new FusedEngine();

        var one = engine.Train(spec).Single().Layers[6].Kept!;
        var again = engine.Train(spec).Single().Layers[6].Kept!;
        var other = engine.Train(spec with { DropoutSeed = 2 }).Single().Layers[6].Kept!;

        Assert.Equal(one, again);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void A_picture_network_becomes_one_block_for_each_convolution_and_connection()
    {
        using var network = new Network(ModelCatalog.Find("lenet5").Initial([1, 28, 28], 10, seed: 1));
        using var fused = new FusedNetwork(network);
        using var single = new FusedNetwork(network, fuses: false);

        Assert.Equal(5, fused.Plan.Blocks.Count); // conv1, conv2, fc1, fc2, fc3, each with all that follows it
        Assert.Equal(network.Architecture.Layers.Count, single.Plan.Planned.Count);
        Assert.Equal(0, fused.Plan.FirstTrainable);
    }

    [Fact]
    public void No_gradient_comes_back_through_a_threshold()
    {
        using var network = new Network(
            new("threshold", [4], new Linear("fc1", 4, 3), new Step(), new Linear("fc2", 3, 2)), seed: 1);
        using var fused = new FusedNetwork(network);

        Assert.Equal(["fc2.bias", "fc2.weight"], fused.Gradients.Keys.Order());
        Assert.Equal(2, fused.Plan.FirstTrainable);
    }

    [Fact]
    public void Double_precision_is_left_to_libtorch()
    {
        using var network = new Network(Small, seed: 1);
        Assert.Null(FusedSupport.Refusal(network));

        network.to(torch.float64);

        Assert.Equal("conv1.weight holds Float64; the fused kernels compute in Float32", FusedSupport.Refusal(network));
    }

    private static Tensor<Float64> Whole(Tensor<Float64> values) => values.Map(value => new Float64(Math.Round(value.Value * 2)));

    private static void OnRandomNetworks(int cases, Action<RunSpec> check) =>
        Gen.Select(Gen.ULong[0, 1UL << 32], Gen.Int[1, 70]).Sample(
            (seed, samples) =>
            {
                var spec = RandomRuns.Draw(seed);
                if (KernelSupport.TrainingRefusal(spec.Architecture) is not null)
                    return;
                check(spec with { Steps = [.. spec.Steps.Select(step => RunSpecs.Repeat(step, samples))] });
            },
            iter: Widths.Cases(cases),
            threads: 1);
}
