using TorchBasics.Core;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Data;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using TorchBasics.Verification.Runs.Data;

namespace TorchBasics.Verification.Runs;

/// <summary>Judges what is decided before the first step: samples, hold-out, normalisation, initial weights.</summary>
internal static class StartCheck
{
    /// <summary>Compares a set of the product, sample by sample.</summary>
    /// <param name="name">What it is called: "training", "validation", "test".</param>
    /// <param name="product">The product's.</param>
    /// <param name="expected">The same, read once more.</param>
    public static Deviation Set(string name, SampleSet product, PlainSet expected)
    {
        var place = RunPlaces.Set(name);
        if (product.Count != expected.Count || !product.Shape.SequenceEqual(expected.Sizes))
            return Deviation.Failed(place, $"the {name} set has {product.Count} samples {product.Shape}; "
                + $"expected {expected.Count} samples [{string.Join(", ", expected.Sizes)}]");
        var isPicture = expected.Pixels is not null;
        for (var sample = 0; sample < expected.Count; sample++)
        {
            if (product.Labels.Span[sample] != expected.Labels[sample])
                return Deviation.Failed(place, $"sample {sample} of the {name} set has class {product.Labels.Span[sample]}; "
                    + $"the data say {expected.Labels[sample]}");
            var isSame = isPicture
                ? product.Sample<byte>(sample)
                    .SequenceEqual(expected.Pixels.AsSpan(sample * expected.Elements, expected.Elements))
                : product.Sample<float>(sample)
                    .SequenceEqual(expected.Features.AsSpan(sample * expected.Elements, expected.Elements));
            if (!isSame)
                return Deviation.Failed(place, $"sample {sample} of the {name} set has other numbers than the data");
        }

        return Finder.Right(place, (long)expected.Count * (expected.Elements + 1));
    }

    /// <summary>Compares the hash that a run has noted of its samples.</summary>
    public static Deviation Hash(string name, string noted, PlainSet expected) => noted == expected.Hash()
        ? Finder.Right(RunPlaces.Set($"{name}.hash"), 1)
        : Deviation.Failed(RunPlaces.Set($"{name}.hash"), $"the run was computed on another {name} set than its request and seed "
            + $"choose from the data: its hash is {noted}; expected {expected.Hash()}");

    /// <summary>Fits the normalisation once more, from the training samples alone.</summary>
    /// <param name="oracle">The samples and the recipe.</param>
    /// <param name="actual">The run's.</param>
    public static IEnumerable<Deviation> Normalization(RunOracle oracle, Normalization actual)
    {
        var (scale, offset) = Expected(oracle);
        yield return Compare("scale", actual.Scale, scale);
        yield return Compare("offset", actual.Offset, offset);
    }

    /// <summary>Compares the weights before the first step.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="weights">The run's.</param>
    /// <param name="expected">What they should be.</param>
    public static IEnumerable<Deviation> Weights(
        Architecture architecture, IReadOnlyList<NamedArray> weights, IReadOnlyList<Tensor<Float64>> expected)
    {
        var arrays = weights.ToDictionary(array => array.Name);
        return architecture.Parameters.Zip(expected, (parameter, array) =>
            Comparison.Exactly<Binary32>(Place.Parameter(parameter.Name), RunSpecs.ToReference(arrays[parameter.Name]), array));
    }

    private static (IReadOnlyList<Rounded<Binary32>> Scale, IReadOnlyList<Rounded<Binary32>> Offset) Expected(RunOracle oracle)
    {
        var train = oracle.Data.Train;
        if (oracle.Data.IsRaw)
            return ([Rounded<Binary32>.Exactly(1)], [Rounded<Binary32>.Exactly(0)]);
        if (train.Pixels is { } pixels && oracle.Recipe.Pixels is { } range)
            return (
                [Rounded<Binary32>.From(((double)range.Foreground - range.Background) / 255)],
                [Rounded<Binary32>.Exactly(range.Background)]);
        (Rounded<Binary32> Scale, Rounded<Binary32> Offset)[] pairs = train.Pixels is { } all
            ? [Standardization.OfPixels(all)]
            : [.. Enumerable.Range(0, train.Elements)
                .Select(feature => Standardization.OfFeature(train.Features, train.Elements, feature))];
        return ([.. pairs.Select(pair => pair.Scale)], [.. pairs.Select(pair => pair.Offset)]);
    }

    private static Deviation Compare(string name, IReadOnlyList<float> actual, IReadOnlyList<Rounded<Binary32>> expected) =>
        Comparison.Within(
            new(RunPlaces.Normalization, name),
            Finder.Row(actual.Select(value => (double)value)),
            Tensor<Rounded<Binary32>>.Over([expected.Count], [.. expected]));
}
