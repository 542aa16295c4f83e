using TorchBasics.Core;
using TorchBasics.Models;
using static TorchSharp.torch;
using ModelCatalog = TorchBasics.Core.Catalog.ModelCatalog;

namespace TorchBasics.Tests.Native.Models;

public class ModelCatalogTests
{
    public static TheoryData<string> Names => [.. ModelCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_weights_of_a_seed_are_the_same_without_libtorch(string name)
    {
        using var network = Module(name, seed: 3);

        Assert.Equal(network.Hash(), WeightHash.Of(ModelCatalog.Find(name).Initial(3).Weights));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_module_has_exactly_the_described_arrays_in_order(string name)
    {
        var entry = ModelCatalog.Find(name);
        using var network = new Network(entry.Initial(1));

        var described = entry.Architecture.Parameters.Select(
            parameter => $"{parameter.Name} [{string.Join(", ", (IEnumerable<int>)parameter.Spec.Shape)}]");
        var actual = network.State.Select(pair => $"{pair.Name} [{string.Join(", ", pair.Values.shape)}]");

        Assert.Equal(described, actual);
        Assert.Equal(entry.Architecture.ParameterCount, network.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(
            described.Order(),
            network.state_dict().Select(pair => $"{pair.Key} [{string.Join(", ", pair.Value.shape)}]").Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_layer_returns_the_shape_that_inference_promises(string name)
    {
        var entry = ModelCatalog.Find(name);
        using var network = new Network(entry.Initial(1));
        using var scope = NewDisposeScope();

        var output = network.call(zeros([3, .. entry.Architecture.Input.Select(size => (long)size)]));

        Assert.Equal([3, .. entry.Architecture.Output.Select(size => (long)size)], output.shape);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others(string name)
    {
        var entry = ModelCatalog.Find(name);
        using var first = new Network(entry.Initial(1));
        using var again = new Network(entry.Initial(1));
        using var other = new Network(entry.Initial(2));

        Assert.Equal(first.Hash(), again.Hash());
        if (entry.Recipe is not null && name != "perceptron") // which starts from zeros
            Assert.NotEqual(first.Hash(), other.Hash());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_forward_pass_leaves_one_tensor_behind(string name)
    {
        using var network = new Network(ModelCatalog.Find(name).Initial(1));
        using var scope = NewDisposeScope();
        var input = zeros([2, .. network.Architecture.Input.Select(size => (long)size)]);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        _ = network.call(input);

        Assert.Equal(before + 1, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_fully_connected_model_adapts_to_the_data()
    {
        using var network = new Network(ModelCatalog.Find("mlp").Initial([4], classes: 3, seed: 1));

        Assert.Equal(((4 + 1) * 300) + ((300 + 1) * 3), network.Architecture.ParameterCount);
    }

    private static Network Module(string name, ulong seed) => name switch
    {
        "perceptron" => new Perceptron(),
        "xor-mlp" => new XorMlp(seed),
        "softmax-regression" => new SoftmaxRegression(seed),
        "mlp" => new Mlp(seed),
        "lenet1" => new LeNet1(seed),
        "lenet4" => new LeNet4(seed),
        "lenet5" => new LeNet5(seed),
        "lenet5-original" => new LeNet5Original(seed),
        "caffe-lenet" => new CaffeLeNet(seed),
        "tensorflow-tutorial" => new TensorFlowTutorialNet(seed),
        _ => new Network(ModelCatalog.Find(name).Initial(seed)), // no class of its own
    };
}
