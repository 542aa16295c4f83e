using System.Globalization;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Reference;

/// <summary>
/// What a network costs on the reference, which knows a bound for every number: some 20 ns for a multiply-add and 32 bytes
/// for each number between two layers. A file of a few hundred bytes can describe a network that no machine computes.
/// </summary>
public static class ReferenceCost
{
    /// <summary>
    /// The most numbers between two layers, over all samples that are computed at once: 512 MiB for each array.
    /// </summary>
    public const long MostElements = 1L << 24;

    /// <summary>The most multiply-adds or comparisons for all samples: some 20 seconds of one processor.</summary>
    public const long MostWork = 1L << 30;

    /// <summary>How many samples can be computed.</summary>
    /// <param name="architecture">The network.</param>
    /// <param name="wanted">How many samples are wanted, at least 1.</param>
    /// <returns>As many, or fewer, but at least one.</returns>
    /// <exception cref="TorchBasicsException">Not even one sample can be computed: kind Data.</exception>
    public static int Samples(Architecture architecture, int wanted)
    {
        CheckSize(architecture);
        var work = Work(architecture.Layers, architecture.Input);
        return work <= MostWork
            ? (int)Math.Clamp(Math.Min(MostElements / Largest(architecture), MostWork / work), 1, wanted)
            : throw new TorchBasicsException(
                ErrorKind.Data, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{architecture.Name} is too large for the reference: a sample takes {work:N0} multiply-adds or comparisons; "
                    + $"expected at most {MostWork:N0}."));
    }

    /// <summary>Refuses a network whose samples become too large between two layers, or a kernel of one.</summary>
    /// <param name="architecture">The network.</param>
    /// <exception cref="TorchBasicsException">There are more than <see cref="MostElements"/> numbers: kind Data.</exception>
    public static void CheckSize(Architecture architecture)
    {
        if (Largest(architecture) > MostElements)
            throw new TorchBasicsException(
                ErrorKind.Data, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{architecture.Name} is too large: a sample between two layers, or a kernel, has "
                    + $"{Largest(architecture):N0} numbers; expected at most {MostElements:N0}."));
    }

    private static double Largest(Architecture architecture) => Largest(architecture.Layers, architecture.Input);

    private static double Largest(IReadOnlyList<Layer> layers, Shape shape)
    {
        double largest = shape.Elements;
        foreach (var layer in layers)
        {
            // A table of connections stands in a graph as a kernel of all inputs and outputs.
            var kernel = layer is PartialConv2d partial
                ? (double)partial.Table.Count * partial.InputChannels * partial.Window.Kernel.Area
                : 0;
            var inner = layer.Chains.Select(chain => Largest(chain, shape)).DefaultIfEmpty().Max();
            shape = layer.OutputShape(shape);
            largest = Math.Max(Math.Max(largest, shape.Elements), Math.Max(kernel, inner));
        }

        return largest;
    }

    private static double Work(Layer layer, Shape input)
    {
        var output = layer.OutputShape(input).Elements;
        if (layer.Inner.Count > 0)
            return layer.Chains.Sum(chain => Work(chain, input)) + output;
        if (layer is PartialConv2d partial) // an ONNX graph computes it with a kernel that is zero where there is no connection
            return (double)output * partial.InputChannels * partial.Window.Kernel.Area;
        return layer is Pool2d { Window.Kernel: var kernel }
            ? (double)output * kernel.Height * kernel.Width
            : Math.Max(layer.MultiplyAdds(input), Math.Max(input.Elements, output));
    }

    private static double Work(IReadOnlyList<Layer> layers, Shape shape)
    {
        var work = 0.0;
        foreach (var layer in layers)
        {
            work += Work(layer, shape);
            shape = layer.OutputShape(shape);
        }

        return work;
    }
}
