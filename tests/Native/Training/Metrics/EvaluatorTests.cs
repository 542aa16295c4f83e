using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Metrics;

public class EvaluatorTests
{
    // Five points on a line; the scores of class 0, 1, 2 are -x, 0 and x - 1, so that class 2 wins above 1, class 0 below 0.
    private static readonly float[] Points = [-2, -1, 0.5f, 3, 4];
    private static readonly int[] Labels = [0, 1, 1, 2, 0];

    [Theory]
    [InlineData(1), InlineData(2), InlineData(5), InlineData(1000)]
    public void Counts_every_sample_once_whatever_the_batch(int batchSize)
    {
        using var network = Line();
        using var data = Data(Points, Labels, "left", "middle", "right");

        var evaluation = Evaluator.Evaluate(network, data, new CrossEntropyLoss(3), batchSize);

        Assert.Equal(new ConfusionMatrix([[1, 0, 1], [1, 1, 0], [0, 0, 1]]), evaluation.Confusion);
        Assert.Equal((5, 3, 0.6), (evaluation.Count, evaluation.Correct, evaluation.Accuracy));
        Assert.Equal(WilsonInterval.Of(3, 5), evaluation.Interval);
    }

    [Theory]
    [InlineData(2), InlineData(5)]
    public void The_loss_is_the_mean_over_samples_not_over_batches(int batchSize)
    {
        using var network = Line();
        using var data = Data(Points, Labels, "left", "middle", "right");

        var evaluation = Evaluator.Evaluate(network, data, new CrossEntropyLoss(3), batchSize);

        var expected = Points.Zip(Labels, (x, label) =>
        {
            double[] scores = [-x, 0, x - 1];
            return Math.Log(scores.Sum(Math.Exp)) - scores[label];
        }).Average();
        Assert.Equal(expected, evaluation.Loss, 1e-6);
    }

    [Theory]
    [InlineData(KernelChoice.Libtorch)]
    [InlineData(KernelChoice.Fused)]
    public void The_loss_of_probabilities_is_that_of_the_logits_that_they_come_from(KernelChoice kernels)
    {
        using var network = Line();
        using var soft = new Network(new Model(
            new Architecture("soft", network.Architecture.Input, [.. network.Architecture.Layers, new Softmax()]),
            network.Save()));
        using var data = Data(Points, Labels, "left", "middle", "right");

        var expected = Evaluator.Evaluate(network, data, new CrossEntropyLoss(3), kernels: kernels);
        var evaluation = Evaluator.Evaluate(soft, data, new NegativeLogLikelihoodLoss(3), kernels: kernels);

        Assert.Equal(expected.Loss, evaluation.Loss, 1e-6);
        Assert.Equal(expected.Confusion, evaluation.Confusion);
    }

    // -ln 2^-126 is 126 ln 2.
    [Theory]
    [InlineData(KernelChoice.Libtorch)]
    [InlineData(KernelChoice.Fused)]
    public void A_probability_that_single_precision_loses_has_the_largest_finite_loss(KernelChoice kernels)
    {
        using var network = new Network(
            new Model(
                new Architecture("sure", [1], new Linear("fc", 1, 2), new Softmax()),
                [NamedArray.Of<float>("fc.weight", [2, 1], [200, -200]), NamedArray.Of<float>("fc.bias", [2], [0, 0])]));
        using var data = Data([1], [1], "right", "wrong");

        Assert.Equal(
            126 * Math.Log(2), Evaluator.Evaluate(network, data, new NegativeLogLikelihoodLoss(2), kernels: kernels).Loss, 1e-4);
    }

    // Its confusion matrix would take 34 GB.
    [Theory]
    [InlineData(KernelChoice.Libtorch)]
    [InlineData(KernelChoice.Fused)]
    public void More_classes_than_a_confusion_matrix_tells_apart_are_refused(KernelChoice kernels)
    {
        using var network = new Network(new Architecture("wide", [1], new Linear("fc", 1, 65_536)), seed: 1);
        using var data = Data(Points, Labels, "left", "middle", "right");

        var error = Assert.Throws<TorchBasicsException>(
            () => Evaluator.Evaluate(network, data, new CrossEntropyLoss(65_536), kernels: kernels));

        Assert.Equal(
            (ErrorKind.Data, "wide has 65,536 classes; an evaluation tells at most 4,096 apart."), (error.Kind, error.Message));
    }

    // The outputs of the first three are their targets to the last bit: a loss of 0 counts as much as any other.
    [Theory]
    [InlineData(KernelChoice.Libtorch)]
    [InlineData(KernelChoice.Fused)]
    public void A_loss_of_zero_belongs_to_the_mean(KernelChoice kernels)
    {
        using var network = Score();
        using var data = Data([1, 0, 1, 3], [1, 0, 1, 1], "no", "yes");

        var evaluation = Evaluator.Evaluate(network, data, new MeanSquaredErrorLoss(1), batchSize: 1, kernels);

        Assert.Equal(((3 - 1) * (3 - 1)) / 4.0, evaluation.Loss);
    }

    [Fact]
    public void Without_a_loss_only_answers_are_counted()
    {
        using var network = Line();
        using var data = Data(Points, Labels, "left", "middle", "right");

        var evaluation = Evaluator.Evaluate(network, data, loss: null);

        Assert.Equal(0, evaluation.Loss);
        Assert.Equal(3, evaluation.Correct);
    }

    [Fact]
    public void A_network_with_one_output_answers_yes_above_one_half()
    {
        using var network = Score();
        using var data = Data([0.25f, 0.5f, 0.75f, 2f], [0, 1, 1, 0], "no", "yes");

        var evaluation = Evaluator.Evaluate(network, data, new MeanSquaredErrorLoss(1));

        Assert.Equal(new ConfusionMatrix([[1, 1], [1, 1]]), evaluation.Confusion);
        Assert.Equal((0.0625 + 0.25 + 0.0625 + 4) / 4, evaluation.Loss, 1e-6);
    }

    [Fact]
    public void Classes_that_the_network_does_not_know_are_counted_as_mistakes()
    {
        using var network = Line();
        using var data = Data([-2, 3], [3, 2], "left", "middle", "right", "beyond");

        var evaluation = Evaluator.Evaluate(network, data, loss: null);

        Assert.Equal(1, evaluation.Confusion.Counts[3][0]);
        Assert.Equal(0.5, evaluation.Accuracy);
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void Evaluates_without_dropout_and_puts_the_mode_back(bool training)
    {
        using var network = new Network(
            new Architecture("line", [1], new Linear("line", 1, 3), new Dropout(0.99)), seed: 1);
        Load(network);
        network.train(training);
        using var data = Data(Points, Labels, "left", "middle", "right");

        var evaluation = Evaluator.Evaluate(network, data, loss: null);

        Assert.Equal(3, evaluation.Correct);
        Assert.Equal(training, network.training);
        Assert.All(network.modules(), module => Assert.Equal(training, module.training));
    }

    [Fact]
    public void Predict_takes_the_first_of_equal_outputs()
    {
        using var scope = NewDisposeScope();

        var answers = Evaluator.Predict(tensor(new float[,] { { 1, 3, 3 }, { -1, -2, -3 }, { 0, 0, 1 } }));

        Assert.Equal([1L, 0L, 2L], answers.data<long>().ToArray());
    }

    [Fact]
    public void Leaves_no_tensor_behind()
    {
        using var network = Line();
        using var data = Data(Points, Labels, "left", "middle", "right");
        var loss = new CrossEntropyLoss(3);

        Live.AssertConstantOver100Runs(() => Evaluator.Evaluate(network, data, loss, batchSize: 2));
    }

    private static Network Line()
    {
        var network = new Network(new Architecture("line", [1], new Linear("line", 1, 3)), seed: 1);
        Load(network);
        return network;
    }

    private static Network Score()
    {
        var network = new Network(new Architecture("score", [1], new Linear("score", 1, 1)), seed: 1);
        network.Load([NamedArray.Of<float>("score.weight", [1, 1], [1]), NamedArray.Of<float>("score.bias", [1], [0])]);
        return network;
    }

    private static void Load(Network network) =>
        network.Load(
            [NamedArray.Of<float>("line.weight", [3, 1], [-1, 0, 1]), NamedArray.Of<float>("line.bias", [3], [0, 0, -1])]);

    private static TensorData Data(float[] points, int[] labels, params string[] classes) =>
        new(
            new SampleSet("points", NamedArray.Of<float>("points", [points.Length, 1], points), labels, classes),
            Normalization.Identity,
            CPU);
}
