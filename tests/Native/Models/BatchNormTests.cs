using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Models;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Models;

[Collection(nameof(Alone))]
public sealed class BatchNormTests
{
    // Recipe (PyTorch 1.13, double precision): bn = torch.nn.BatchNorm2d(2, eps=0.25, momentum=0.3).double() with weight 2, -0.5,
    // bias 0.25, 1, running_mean 0.5, -1, running_var 4, 0.75; bn.train()(x), then bn.running_mean, bn.running_var.
    private static readonly float[] X = [1, -2, 0.5f, 3, 2, 4, -1, 0.25f, 6, -3, 0.75f, 5];
    private static readonly float[] Y =
    [
        0.0406304309639145f, -1.843695690360855f, 1.2230544540547985f, 0.6147241248144389f, 0.668739138072171f,
        1.924956552288684f,
        1.5880526515990143f, 1.2838874869788346f, 3.181173966505197f, -2.4718043974691115f, 1.1622214211307627f,
        0.12805986142215123f,
    ];

    [Fact]
    public void Arrays_have_PyTorchs_names_and_two_are_parameters()
    {
        using var network = Normalized();

        Assert.Equal(["bn.weight", "bn.bias", "bn.running_mean", "bn.running_var"], network.State.Select(array => array.Name));
        Assert.Equal(["bn.weight", "bn.bias"], network.named_parameters().Select(parameter => parameter.name));
        Assert.Equal(["bn.running_mean", "bn.running_var"], network.named_buffers().Select(buffer => buffer.name));
    }

    [Fact]
    public void Training_gives_and_leaves_what_PyTorch_does()
    {
        using var network = Normalized();
        using var scope = NewDisposeScope();
        network.train();

        var y = network.call(tensor(X, [3, 2, 1, 2]));

        Assert.All(y.data<float>().Zip(Y), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.All(
            Statistics(network).Zip([0.75f, -0.275f, 6.36f, 1.955f]), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    [Fact]
    public void Evaluation_moves_nothing_and_takes_single_samples()
    {
        using var network = Normalized();
        using var scope = NewDisposeScope();
        network.eval();

        network.call(tensor(X[..4], [1, 2, 1, 2]));

        Assert.Equal([0.5f, -1, 4, 0.75f], Statistics(network));
    }

    [Fact]
    public void One_value_per_channel_cannot_be_trained_on()
    {
        using var network = new Network(new Architecture("one", [2], new BatchNorm1d("bn", 2)), seed: 1);
        using var scope = NewDisposeScope();
        network.train();

        Assert.StartsWith(
            "bn (BatchNorm1d) got 1 value per channel",
            Assert.Throws<ShapeException>(() => network.call(ones(1, 2))).Message,
            StringComparison.Ordinal);
    }

    private static float[] Statistics(Network network) =>
        [.. network.named_buffers().SelectMany(buffer => buffer.buffer.data<float>().ToArray())];

    private static Network Normalized()
    {
        var network = new Network(
            new Architecture("normalized", [2, 1, 2], new BatchNorm2d("bn", 2, eps: 0.25, momentum: 0.3)), seed: 1);
        network.Load(
        [
            NamedArray.Of<float>("bn.weight", [2], [2, -0.5f]), NamedArray.Of<float>("bn.bias", [2], [0.25f, 1]),
            NamedArray.Of<float>("bn.running_mean", [2], [0.5f, -1]), NamedArray.Of<float>("bn.running_var", [2], [4, 0.75f]),
        ]);
        return network;
    }
}
