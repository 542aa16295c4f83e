using TorchBasics.Core;

namespace TorchBasics.Models;

/// <summary>Every model by name: what the command line, the tests and the benchmarks go through.</summary>
public static class ModelCatalog
{
    /// <summary>The models, from the simplest to the largest.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        Fixed(ThresholdNetwork.Neuron("threshold-and"), "AND by one step neuron with given weights"),
        Fixed(ThresholdNetwork.Neuron("threshold-or"), "OR by one step neuron with given weights"),
        Fixed(ThresholdNetwork.Neuron("threshold-nand"), "NAND by one step neuron with given weights"),
        Fixed(ThresholdNetwork.Lifted("threshold-xor"), "XOR by two step neurons with given weights"),
        new(Perceptron.Describe(2), "One step neuron and Rosenblatt's learning rule", Perceptron.Recipe)
        {
            Adapt = (input, _) => Perceptron.Describe((int)input.Elements),
            Weights = (architecture, _) => Perceptron.Zeros(architecture),
        },
        new(XorMlp.Description, "XOR learnt by gradient descent", XorMlp.Recipe),
        new(SoftmaxRegression.Description, "One linear neuron per class", SoftmaxRegression.Recipe)
        {
            Adapt = (input, classes) => Mlp.Describe("softmax-regression", input, classes),
        },
        new(Mlp.Describe("mlp", [1, 28, 28], 10, 300), "One hidden layer of 300 units", Mlp.Recipe)
        {
            Adapt = (input, classes) => Mlp.Describe("mlp", input, classes, 300),
        },
        new(LeNet1.Description, "The first LeNet, 1990", LeNet1.Recipe),
        new(LeNet4.Description, "LeNet-4, 1998", LeNet4.Recipe),
        new(LeNet5.Description, "LeNet-5 in its modern form", LeNet5.Recipe),
        new(LeNet5Original.Description, "LeNet-5 as published in 1998", LeNet5Original.Recipe),
        new(CaffeLeNet.Description, "The LeNet of Caffe's examples", CaffeLeNet.Recipe),
        new(TensorFlowTutorialNet.Description, "TensorFlow's tutorial network for digits", TensorFlowTutorialNet.Recipe),
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

    private static ModelEntry Fixed(Architecture description, string title) =>
        new(description, title, null) { Weights = (_, _) => ThresholdNetwork.WeightsOf(description.Name) };
}
