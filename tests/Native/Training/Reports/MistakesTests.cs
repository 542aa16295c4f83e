using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Reports;
using TorchSharp;

namespace TorchBasics.Tests.Native.Training.Reports;

public class MistakesTests
{
    // The network passes its two inputs on as logits, so that a sample says itself how sure the network is of class 1:
    // the probability is 1 / (1 + exp(-d)) for a difference d, the loss of the other class ln(1 + exp(d)).
    private static readonly float[] Differences = [2, -1, 0.5f, 4, -3];

    [Fact]
    public void The_worst_mistake_comes_first_and_right_answers_never_come()
    {
        using var network = Identity();
        using var data = Data(labels: [0, 0, 1, 0, 1]); // wrong: 0 (d = 2), 3 (d = 4), 4 (d = -3)

        var mistakes = Mistakes.Find(network, data, count: 10);

        Assert.Equal([3, 4, 0], mistakes.Select(mistake => mistake.Index));
        Assert.Equal([(0, 1), (1, 0), (0, 1)], mistakes.Select(mistake => (mistake.Label, mistake.Predicted)));
        Assert.All(
            mistakes,
            mistake => Assert.Equal(1 / (1 + Math.Exp(-Math.Abs(Differences[mistake.Index]))), mistake.Probability, 1e-12));
        Assert.All(
            mistakes, mistake => Assert.Equal(Math.Log(1 + Math.Exp(Math.Abs(Differences[mistake.Index]))), mistake.Loss, 1e-12));
    }

    [Fact]
    public void No_more_come_than_are_asked_for()
    {
        using var network = Identity();
        using var data = Data(labels: [0, 0, 1, 0, 1]);

        var mistakes = Mistakes.Find(network, data, count: 1);

        Assert.Equal([3], mistakes.Select(mistake => mistake.Index));
    }

    [Fact]
    public void A_network_without_mistakes_has_none()
    {
        using var network = Identity();
        using var data = Data(labels: [1, 0, 1, 1, 0]);

        Assert.Empty(Mistakes.Find(network, data, count: 24));
    }

    [Fact]
    public void The_mode_of_the_network_stays()
    {
        using var network = Identity();
        using var data = Data(labels: [0, 0, 1, 0, 1]);
        network.train();

        Mistakes.Find(network, data, count: 3);

        Assert.True(network.training);
    }

    [Fact]
    public void No_tensor_is_left()
    {
        using var network = Identity();
        using var data = Data(labels: [0, 0, 1, 0, 1]);

        Live.AssertConstantOver100Runs(() => Mistakes.Find(network, data, count: 3));
    }

    private static Network Identity()
    {
        var network = new Network(new Architecture("identity", [2], new Linear("fc", 2, 2)), seed: 1);
        network.Load([NamedArray.Of<float>("fc.weight", [2, 2], [1, 0, 0, 1]), NamedArray.Of<float>("fc.bias", [2], [0, 0])]);
        return network;
    }

    private static TensorData Data(int[] labels)
    {
        var inputs = NamedArray.Of<float>("inputs", [5, 2], [.. Differences.SelectMany(difference => new[] { 0, difference })]);
        var set = new SampleSet("differences", inputs, labels, ["0", "1"]);
        return new TensorData(set, Normalization.Identity, torch.CPU);
    }
}
