using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Metrics;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Metrics;

public class ClassifierTests
{
    [Theory]
    [InlineData("softmax-regression")]
    [InlineData("lenet5")]
    public void Its_answers_are_those_that_libtorch_counts(string name)
    {
        var samples = DataCatalog.Load("digits", new DataOptions { TrainLimit = 1, TestLimit = 1001 }).Test;
        var model = ModelCatalog.Find(name).Initial(seed: 1);
        using var network = new Network(model);
        using var data = new TensorData(samples, model.Normalization, CPU);

        var classes = Classifier.Classify(model, samples);

        var counted = Evaluator.Evaluate(network, data, loss: null, kernels: KernelChoice.Libtorch);
        var counts = new long[10][];
        for (var actual = 0; actual < counts.Length; actual++)
            counts[actual] = [.. Enumerable.Range(0, 10).Select(predicted => (long)classes.Index().Count(
                answer => answer.Item == predicted && samples.Labels.Span[answer.Index] == actual))];
        Assert.Equal(counted.Confusion, new ConfusionMatrix(counts));
    }

    [Fact]
    public void Samples_of_another_shape_are_refused() => Assert.Equal(
        "lenet5 takes samples [N, 1, 28, 28]; vectors: 2 samples [N, 2], 2 classes came.",
        Assert.Throws<ShapeException>(() => Classifier.Classify(
            ModelCatalog.Find("lenet5").Initial(seed: 1),
            Data.Samples.Vectors([1, 2, 3, 4], features: 2, labels: [0, 1]))).Message);
}
