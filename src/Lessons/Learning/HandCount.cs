using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Lessons.Learning;

/// <summary>What a layer costs, counted with pencil and paper.</summary>
/// <param name="Formula">The parameters as a sum of products; empty for none.</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="MultiplyAdds">Multiplications followed by an addition, for one sample.</param>
/// <param name="Connections">Connections as LeCun et al. 1998 count them: every bias once per output, too.</param>
/// <param name="Output">The sizes that leave it.</param>
internal sealed record LayerCount(
    string Formula, long Parameters, long MultiplyAdds, long Connections, IReadOnlyList<int> Output)
{
    /// <summary>Counts every layer of a network.</summary>
    /// <param name="architecture">The network.</param>
    /// <returns>A count for each layer, in order.</returns>
    public static IReadOnlyList<LayerCount> Of(Architecture architecture) => Behind([.. architecture.Input], architecture.Layers);

    /// <summary>Counts layers one behind the other.</summary>
    internal static IReadOnlyList<LayerCount> Behind(IReadOnlyList<int> input, IReadOnlyList<Layer> layers)
    {
        var counts = new List<LayerCount>();
        foreach (var layer in layers)
        {
            counts.Add(layer.Accept(new HandCount(input)));
            input = counts[^1].Output;
        }

        return counts;
    }
}

/// <summary>
/// Counts a layer by the formulas of the textbook, from the numbers of its description alone: none of the counts that a
/// layer has of itself is asked, so that the two can be held against each other.
/// </summary>
/// <param name="input">The sizes that enter.</param>
internal sealed class HandCount(IReadOnlyList<int> input) : ILayerReader<LayerCount>
{
    /// <inheritdoc/>
    public LayerCount Activation(Activation layer) => Free(input);

    /// <inheritdoc/>
    public LayerCount AvgPool2d(AvgPool2d layer) => Free(Slid(layer.Window, input[0]));

    /// <inheritdoc/>
    public LayerCount BatchNorm1d(BatchNorm1d layer) => Normalized();

    /// <inheritdoc/>
    public LayerCount BatchNorm2d(BatchNorm2d layer) => Normalized();

    /// <inheritdoc/>
    public LayerCount ConstantPad2d(ConstantPad2d layer) =>
        Free([input[0], input[1] + (2 * layer.Padding.Height), input[2] + (2 * layer.Padding.Width)]);

    /// <inheritdoc/>
    public LayerCount Conv2d(Conv2d layer)
    {
        var (seen, kernel) = (layer.InputChannels / layer.Groups, layer.Window.Kernel);
        var output = Slid(layer.Window, layer.OutputChannels);
        var places = (long)output[1] * output[2];
        var weights = (long)layer.OutputChannels * seen * kernel.Height * kernel.Width;
        return new(
            $"{layer.OutputChannels}·{seen}·{kernel.Height}·{kernel.Width} + {layer.OutputChannels}",
            weights + layer.OutputChannels, places * weights, places * (weights + layer.OutputChannels), output);
    }

    /// <inheritdoc/>
    public LayerCount Dropout(Dropout layer) => Free(input);

    /// <inheritdoc/>
    public LayerCount Ensemble(Ensemble layer)
    {
        var members = layer.Members.Select(member => LayerCount.Behind(input, member)).ToList();
        return Sum([.. members.SelectMany(member => member)], members[0][^1].Output);
    }

    /// <inheritdoc/>
    public LayerCount Flatten(Flatten layer) => Free([Count(input)]);

    /// <inheritdoc/>
    public LayerCount GlobalAvgPool2d(GlobalAvgPool2d layer) => Free([input[0]]);

    /// <inheritdoc/>
    public LayerCount Lift(Lift layer)
    {
        var inside = LayerCount.Behind(input, layer.Chains[0]);
        return Sum(inside, [input[0] + inside[^1].Output[0]]);
    }

    /// <inheritdoc/>
    public LayerCount Linear(Linear layer)
    {
        var weights = (long)layer.Inputs * layer.Outputs;
        return new(
            $"{layer.Inputs}·{layer.Outputs} + {layer.Outputs}",
            weights + layer.Outputs, weights, weights + layer.Outputs, [layer.Outputs]);
    }

    /// <inheritdoc/>
    public LayerCount LogSoftmax(LogSoftmax layer) => Free(input);

    /// <inheritdoc/>
    public LayerCount MaxPool2d(MaxPool2d layer) => Free(Slid(layer.Window, input[0]));

    /// <inheritdoc/>
    public LayerCount PartialConv2d(PartialConv2d layer)
    {
        var (kernels, kernel) = (layer.Table.Sum(inputs => inputs.Count), layer.Window.Kernel);
        var output = Slid(layer.Window, layer.Table.Count);
        var places = (long)output[1] * output[2];
        var weights = (long)kernels * kernel.Height * kernel.Width;
        return new(
            $"{kernels}·{kernel.Height}·{kernel.Width} + {layer.Table.Count}",
            weights + layer.Table.Count, places * weights, places * (weights + layer.Table.Count), output);
    }

    /// <inheritdoc/>
    public LayerCount RbfOutput(RbfOutput layer)
    {
        var distances = (long)layer.Prototypes.Count * layer.Prototypes[0].Count;
        return new("", 0, distances, distances, [layer.Prototypes.Count]);
    }

    /// <inheritdoc/>
    public LayerCount Residual(Residual layer)
    {
        var branch = LayerCount.Behind(input, layer.Branch);
        return Sum([.. branch, .. LayerCount.Behind(input, layer.Shortcut)], branch[^1].Output);
    }

    /// <inheritdoc/>
    public LayerCount Softmax(Softmax layer) => Free(input);

    /// <inheritdoc/>
    public LayerCount Subsampling(Subsampling layer)
    {
        var output = Slid(layer.Window, layer.Channels);
        var seen = layer.Window.Kernel.Height * layer.Window.Kernel.Width;
        return new($"{layer.Channels} + {layer.Channels}", 2 * layer.Channels, Count(output), Count(output) * (seen + 1), output);
    }

    private static LayerCount Free(IReadOnlyList<int> output) => new("", 0, 0, 0, output);

    private static LayerCount Sum(IReadOnlyList<LayerCount> counts, IReadOnlyList<int> output) => new(
        string.Join(" + ", counts.Select(count => count.Formula).Where(formula => formula.Length > 0)),
        counts.Sum(count => count.Parameters),
        counts.Sum(count => count.MultiplyAdds),
        counts.Sum(count => count.Connections),
        output);

    private static int Count(IReadOnlyList<int> sizes) => sizes.Aggregate(1, (product, size) => product * size);

    private LayerCount Normalized() => new($"{input[0]} + {input[0]}", 2 * input[0], Count(input), 2 * Count(input), input);

    // (size + 2 padding - reach) / stride + 1, where the reach of a kernel of k cells that are d apart is d (k - 1) + 1.
    private int[] Slid(Window window, int channels) =>
    [
        channels,
        ((input[1] + (2 * window.Padding.Height) - (window.Dilation.Height * (window.Kernel.Height - 1)) - 1)
            / window.Stride.Height) + 1,
        ((input[2] + (2 * window.Padding.Width) - (window.Dilation.Width * (window.Kernel.Width - 1)) - 1)
            / window.Stride.Width) + 1,
    ];
}
