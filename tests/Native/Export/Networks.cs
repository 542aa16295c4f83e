using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Layers;
using TorchBasics.Models;

namespace TorchBasics.Tests.Native.Export;

/// <summary>Networks to export.</summary>
internal static class Networks
{
    /// <summary>A model of the catalogue with the weights of a seed.</summary>
    public static Model Of(string name, ulong seed = 1)
    {
        var entry = ModelCatalog.Find(name);
        using var network = new Network(entry.Initial(seed));
        var normalization = entry.Recipe?.Pixels is { } range ? Normalization.FromRange(range) : Normalization.Identity;
        return Described(entry.Architecture, network.Save(), normalization);
    }

    /// <summary>A small network of one's own with the weights of a seed.</summary>
    public static Model Small(ulong seed = 1) => Of(
        new Architecture("small", [1, 6, 7],
            new Conv2d("conv1", 1, 3, kernel: 3, stride: 1, padding: 1), new Relu(), new MaxPool2d(kernel: 2, stride: 2),
            new Flatten(), new Linear("fc1", 27, 4)),
        seed);

    /// <summary>Any network with the weights of a seed.</summary>
    public static Model Of(Architecture architecture, ulong seed = 1) =>
        Described(architecture, WeightInitializer.Draw(architecture, seed), Normalization.FromMean(0.25, 0.5));

    private static Model Described(Architecture architecture, IReadOnlyList<NamedArray> weights, Normalization normalization)
    {
        var classes = Enumerable.Range(0, Math.Max(2, architecture.Output[0])).Select(number => $"class {number}").ToList();
        return new(architecture, weights)
        {
            Normalization = normalization,
            ClassNames = classes,
            TrainedOn = "digits",
            CreatedBy = "a test"
        };
    }
}
