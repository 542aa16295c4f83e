using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Graphs.Operators;
using static TorchBasics.Tests.Managed.Graphs.Nodes;
using static TorchBasics.Tests.Native.Verification.Conformance.NodeRun;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>Batch normalization in inference, with numbers whose roots and quotients are exact.</summary>
public sealed class NormalizationOperatorTests
{
    // Weights 2 and 3, biases 1 and -1, means 1 and 0, variances 3.75 and 0 with eps 0.25: factors 1 and 6.
    private static readonly NamedArray?[] Channels =
        [Floats([2], 2, 3), Floats([2], 1, -1), Floats([2], 1, 0), Floats([2], 3.75f, 0)];

    [Fact]
    public void Each_channel_is_scaled_and_shifted_whatever_lies_behind_it()
    {
        var picture = Both("BatchNormalization", [Floats([1, 2, 1, 2], 1, 3, 0.5f, -1), .. Channels], Number("epsilon", 0.25f));
        var rows = Both(
            "BatchNormalization",
            [Floats([2, 2], 1, 0.5f, 3, -1), .. Channels],
            Number("epsilon", 0.25f),
            Number("momentum", 0.5f),
            Integer("training_mode", 0));

        Assert.Equal([1, 2, 1, 2], picture.Sizes);
        Assert.Equal([1, 3, 2, -7], picture.Reals);
        Assert.Equal([1, 2, 3, -7], rows.Reals);
    }

    [Fact]
    public void A_single_axis_is_one_channel() =>
        Assert.Equal([1, 3], Both(
            "BatchNormalization",
            [Floats([2], 1, 3), Floats([1], 2), Floats([1], 1), Floats([1], 1), Floats([1], 3.75f)],
            Number("epsilon", 0.25f)).Reals);

    [Fact]
    public void Training_and_statistics_of_each_pixel_are_not_supported()
    {
        NamedArray?[] inputs = [Floats([2, 2], 1, 2, 3, 4), .. Channels];

        Assert.Throws<UnsupportedException>(() => Both("BatchNormalization", inputs, Integer("training_mode", 1)));
        Assert.Throws<UnsupportedException>(() => Both("BatchNormalization", version: 7, inputs, Integer("spatial", 0)));
    }

    [Fact]
    public void Arrays_of_other_sizes_are_refused() =>
        Assert.Equal(
            "BatchNormalization: scale, bias, mean and variance need the sizes [3]; one has [2].",
            Assert.Throws<TorchBasicsException>(
                () => Both("BatchNormalization", [Floats([1, 3], 1, 2, 3), .. Channels])).Message);
}
