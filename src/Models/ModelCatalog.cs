using TorchBasics.Core;

namespace TorchBasics.Models;

/// <summary>Every model by name: what the command line, the tests and the benchmarks go through.</summary>
public static class ModelCatalog
{
    /// <summary>The models, from the simplest to the largest.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        Fixed(ThresholdNetwork.Neuron("threshold-and"), "AND by one step neuron with given weights", ThresholdNetwork.And),
        Fixed(ThresholdNetwork.Neuron("threshold-or"), "OR by one step neuron with given weights", ThresholdNetwork.Or),
        Fixed(ThresholdNetwork.Neuron("threshold-nand"), "NAND by one step neuron with given weights", ThresholdNetwork.Nand),
        Fixed(ThresholdNetwork.Lifted("threshold-xor"), "XOR by two step neurons with given weights", ThresholdNetwork.Xor),
        new(Perceptron.Describe(2), "One step neuron and Rosenblatt's learning rule", Perceptron.Recipe, _ => new Perceptron())
        {
            Adapt = (input, _) => Perceptron.Describe((int)input.Elements),
            Weights = _ => Perceptron.Zeros(Perceptron.Describe(2)),
        },
        new(XorMlp.Description, "XOR learnt by gradient descent", XorMlp.Recipe, seed => new XorMlp(seed)),
        new(SoftmaxRegression.Description, "One linear neuron per class", SoftmaxRegression.Recipe, seed => new SoftmaxRegression(seed))
        {
            Adapt = (input, classes) => Mlp.Describe("softmax-regression", input, classes),
        },
        new(Mlp.Describe("mlp", [1, 28, 28], 10, 300), "One hidden layer of 300 units", Mlp.Recipe, seed => new Mlp(seed))
        {
            Adapt = (input, classes) => Mlp.Describe("mlp", input, classes, 300),
        },
        new(LeNet1.Description, "The first LeNet, 1990", LeNet1.Recipe, seed => new LeNet1(seed)),
        new(LeNet4.Description, "LeNet-4, 1998", LeNet4.Recipe, seed => new LeNet4(seed)),
        new(LeNet5.Description, "LeNet-5 in its modern form", LeNet5.Recipe, seed => new LeNet5(seed)),
        new(LeNet5Original.Description, "LeNet-5 as published in 1998", LeNet5Original.Recipe, seed => new LeNet5Original(seed)),
        new(CaffeLeNet.Description, "The LeNet of Caffe's examples", CaffeLeNet.Recipe, seed => new CaffeLeNet(seed)),
        new(TensorFlowTutorialNet.Description, "TensorFlow's tutorial network for digits", TensorFlowTutorialNet.Recipe, seed => new TensorFlowTutorialNet(seed)),
    ];

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its name, case ignored.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="TorchBasicsException">There is none; the message suggests the nearest name.</exception>
    public static ModelEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TorchBasicsException(
            ErrorKind.Usage,
            $"There is no model '{name}'.{NearestName.Hint(name, All.Select(entry => entry.Name))} 'torchbasics models' lists them.");

    private static ModelEntry Fixed(Architecture description, string title, Func<ThresholdNetwork> create) =>
        new(description, title, null, _ => create()) { Weights = _ => ThresholdNetwork.WeightsOf(description.Name) };
}
