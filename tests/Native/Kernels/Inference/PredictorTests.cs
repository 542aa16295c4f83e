using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchSharp;
using static TorchSharp.torch;
using ModelCatalog = TorchBasics.Core.Catalog.ModelCatalog;

namespace TorchBasics.Tests.Native.Kernels.Inference;

public sealed class PredictorTests
{
    [Fact]
    public void Sizes_are_those_of_the_network()
    {
        using var network = new LeNet5(seed: 1);
        using var predictor = network.ToPredictor();

        Assert.Equal(784, predictor.Inputs);
        Assert.Equal(10, predictor.Outputs);
    }

    [Theory]
    [InlineData(783, 10, "lenet5 got 783 numbers; expected a multiple of 784, samples of shape [N, 1, 28, 28].")]
    [InlineData(785, 10, "lenet5 got 785 numbers; expected a multiple of 784, samples of shape [N, 1, 28, 28].")]
    [InlineData(1568, 10, "lenet5 got room for 10 results; expected 20, 10 for each of 2 samples.")]
    [InlineData(784, 11, "lenet5 got room for 11 results; expected 10, 10 for each of 1 sample.")]
    [InlineData(0, 10, "lenet5 got room for 10 results; expected 0, 10 for each of 0 samples.")]
    public void Wrong_lengths_are_refused(int inputs, int outputs, string message)
    {
        using var network = new LeNet5(seed: 1);
        using var predictor = network.ToPredictor();

        var error = Assert.Throws<ShapeException>(() => predictor.Run(new float[inputs], new float[outputs]));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Not_exactly_one_sample_has_no_class()
    {
        using var network = new LeNet5(seed: 1);
        using var predictor = network.ToPredictor();

        var error = Assert.Throws<ShapeException>(() => predictor.Predict(new float[1568]));

        Assert.Equal("lenet5 got 1568 numbers; expected 784, one sample of shape [N, 1, 28, 28].", error.Message);
        Assert.Throws<ShapeException>(() => predictor.Probabilities(new float[783], new double[10]));
        Assert.Throws<ShapeException>(() => predictor.Probabilities(new float[784], new double[9]));
    }

    [Fact]
    public void No_samples_have_no_results()
    {
        using var network = new LeNet5(seed: 1);
        using var predictor = network.ToPredictor();

        predictor.Run([], []);
    }

    [Fact]
    public void Results_do_not_overwrite_samples()
    {
        using var network = new LeNet5(seed: 1);
        using var predictor = network.ToPredictor();
        var memory = new float[784];

        Assert.Throws<ArgumentException>(() => predictor.Run(memory, memory.AsSpan(774)));
    }

    [Fact]
    public void Another_precision_is_refused()
    {
        using var network = new LeNet5(seed: 1);
        network.to(ScalarType.Float64);

        var error = Assert.Throws<TorchBasicsException>(() => network.ToPredictor());

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Equal(
            "A predictor computes in Float32; conv1.weight of lenet5 holds Float64. network.to(ScalarType.Float32) converts it.",
            error.Message);
    }

    [Fact]
    public void Later_training_changes_nothing()
    {
        using var network = new LeNet5(seed: 1);
        using var predictor = network.ToPredictor();
        var samples = Answers.Samples(predictor, 20, seed: 2);
        var before = Answers.Of(predictor, samples);

        network.Initialize(seed: 2);
        var after = Answers.Of(predictor, samples);
        network.Dispose();
        var afterwards = Answers.Of(predictor, samples);

        Answers.AssertSameBits(before, after);
        Answers.AssertSameBits(before, afterwards);
    }

    [Fact]
    public void A_network_without_arithmetic_returns_its_samples()
    {
        using var network = new Network(new Architecture("view", [2, 3, 4], new Flatten()), seed: 1);
        using var predictor = network.ToPredictor();
        var samples = Answers.Samples(predictor, 2, seed: 2);

        Assert.Equal(samples, Answers.OfAnyBatch(predictor, samples));
    }

    [Fact]
    public void Dropout_rests()
    {
        using var network = new Network(
            new Architecture("dropout", [40], new Dropout(0.5), new Relu(), new Dropout(0.5)), seed: 1);
        network.train();
        using var predictor = network.ToPredictor();

        var results = Answers.OfAnyBatch(predictor, [.. Enumerable.Repeat(1f, 40)]);

        Assert.All(results, value => Assert.Equal(1, value));
    }

    [Fact]
    public void The_class_is_that_of_the_largest_result()
    {
        using var network = new Network(new Architecture("scores", [7], new Linear("fc", 7, 5)), seed: 1);
        using var predictor = network.ToPredictor();
        var samples = Answers.Samples(predictor, 50, seed: 3);

        var classes = samples.Chunk(7).Select(sample => predictor.Predict(sample)).ToList();

        Assert.Equal(
            Answers.Of(predictor, samples).Chunk(5).Select(results => results.Index().MaxBy(result => result.Item).Index),
            classes);
        Assert.True(classes.Distinct().Count() > 1);
    }

    [Theory]
    [InlineData(1, new[] { 1f, 3, 3, 0, 3 })]
    [InlineData(0, new[] { 0f, 0, 0, 0, -0f })]
    [InlineData(3, new[] { -2f, -3, -4, -1, -1 })]
    [InlineData(2, new[] { 1f, 2, float.NaN, float.NaN, 3 })] // as libtorch's argmax: the first that is not a number
    public void Of_equal_results_the_first_wins(int expected, float[] results)
    {
        using var network = new Network(new Architecture("scores", [1], new Linear("fc", 1, 5)), seed: 1);
        network.Load([NamedArray.Of<float>("fc.weight", [5, 1], new float[5]), NamedArray.Of<float>("fc.bias", [5], results)]);
        using var predictor = network.ToPredictor();

        Assert.Equal(expected, predictor.Predict([0]));
    }

    [Theory]
    [InlineData("threshold-xor", 0f, 1f, 1)]
    [InlineData("threshold-xor", 1f, 1f, 0)]
    public void A_single_result_tells_two_classes_apart(string model, float a, float b, int expected)
    {
        using var network = new Network(ModelCatalog.Find(model).Initial(1));
        using var predictor = network.ToPredictor();

        Assert.Equal(expected, predictor.Predict([a, b]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Probabilities_are_the_softmax_of_the_scores(bool endsInSoftmax)
    {
        var linear = new Linear("fc", 7, 5);
        using var network = new Network(
            new Architecture("scores", [7], endsInSoftmax ? [linear, new Softmax()] : [linear]), seed: 1);
        using var predictor = network.ToPredictor();
        var sample = Answers.Samples(predictor, 1, seed: 4);
        var probabilities = new double[5];

        predictor.Probabilities(sample, probabilities);

        using var scope = NewDisposeScope();
        var outputs = network.call(tensor(sample).reshape(1, 7));
        var expected = (endsInSoftmax ? outputs : outputs.softmax(1)).to_type(ScalarType.Float64).data<double>().ToArray();
        // libtorch's are in single precision
        Assert.All(expected.Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(50)]
    public void A_call_allocates_nothing(int count)
    {
        using var network = new LeNet5(seed: 1);
        using var predictor = network.ToPredictor();
        var samples = Answers.Samples(predictor, count, seed: 5);
        var (results, probabilities) = (new float[count * 10], new double[10]);
        Call();

        // Other tests run beside this one, and a collection that they cause takes the rest of this thread's block of memory,
        // which then counts as allocated: so one of several rounds has to be without any.
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => AllocatedBy(20)).ToList());

        long AllocatedBy(int calls)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var call = 0; call < calls; call++)
                Call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Call()
        {
            predictor.Run(samples, results);
            predictor.Predict(samples.AsSpan(0, 784));
            predictor.Probabilities(samples.AsSpan(0, 784), probabilities);
        }
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var network = new LeNet5(seed: 1);
        var before = LeakGuard.LiveTensors;

        for (var k = 0; k < 5; k++)
        {
            using var predictor = network.ToPredictor();
            Answers.Of(predictor, Answers.Samples(predictor, 20, seed: 6));
        }

        Assert.Equal(before, LeakGuard.LiveTensors);
    }
}
