using TorchBasics.Core.Errors;

namespace TorchBasics.Core.Catalog;

/// <summary>Every model by name: what the command line, the tests and the benchmarks go through.</summary>
public static class ModelCatalog
{
    /// <summary>The models, from the simplest to the largest.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        Fixed(ThresholdNetwork.And, "AND by one step neuron with given weights"),
        Fixed(ThresholdNetwork.Or, "OR by one step neuron with given weights"),
        Fixed(ThresholdNetwork.Nand, "NAND by one step neuron with given weights"),
        Fixed(ThresholdNetwork.Xor, "XOR by two step neurons with given weights"),
        new(Perceptron.Describe(2), "One step neuron and Rosenblatt's learning rule", Perceptron.Recipe)
        {
            Adapt = (input, _) => Perceptron.Describe((int)input.Elements),
            Weights = (architecture, _) => Perceptron.Zeros(architecture),
        },
        new(XorMlp.Architecture, "XOR learnt by gradient descent", XorMlp.Recipe),
        new(SoftmaxRegression.Architecture, "One linear neuron per class", SoftmaxRegression.Recipe)
        {
            Adapt = (input, classes) => Mlp.Describe("softmax-regression", input, classes),
        },
        new(Mlp.Architecture, "One hidden layer of 300 units", Mlp.Recipe)
        {
            Adapt = (input, classes) => Mlp.Describe("mlp", input, classes, 300),
        },
        new(LeNet1.Architecture, "The first LeNet, 1990", LeNet1.Recipe),
        new(LeNet4.Architecture, "LeNet-4, 1998", LeNet4.Recipe),
        new(LeNet5.Architecture, "LeNet-5 in its modern form", LeNet5.Recipe),
        new(LeNet5Original.Architecture, "LeNet-5 as published in 1998", LeNet5Original.Recipe),
        new(CaffeLeNet.Architecture, "The LeNet of Caffe's examples", CaffeLeNet.Recipe),
        new(TensorFlowTutorialNet.Architecture, "TensorFlow's tutorial network for digits", TensorFlowTutorialNet.Recipe),
    ];

    /// <summary>Finds a model.</summary>
    /// <param name="name">Its name, case ignored.</param>
    /// <returns>The entry.</returns>
    /// <exception cref="TorchBasicsException">There is none; the message suggests the nearest name.</exception>
    public static ModelEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new TorchBasicsException(
            ErrorKind.Usage,
            $"There is no model '{name}'.{NearestName.Hint(name, All.Select(entry => entry.Name))} 'torchbasics "
            + "models' lists them.");

    private static ModelEntry Fixed(Model model, string title) =>
        new(model.Architecture, title, null) { Weights = (_, _) => model.Weights };
}
