using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// What a network costs on the reference, which knows a bound for every number: some 20 ns for a multiply-add and 32 bytes
/// for each number between two layers. A file of a few hundred bytes can describe a network that no machine computes.
/// </summary>
public static class ReferenceCost
{
    /// <summary>The most numbers between two layers, over all samples that are computed at once: 512 MiB for each array.</summary>
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
        var work = architecture.Layers.Zip(architecture.Shapes, Work).Sum();
        return work <= MostWork
            ? (int)Math.Clamp(Math.Min(MostElements / Largest(architecture), MostWork / work), 1, wanted)
            : throw new TorchBasicsException(
                ErrorKind.Data, FormattableString.Invariant($"{architecture.Name} is too large for the reference: a sample takes {work:N0} multiply-adds or comparisons; expected at most {MostWork:N0}."));
    }

    /// <summary>Refuses a network whose samples become too large between two layers, or a kernel of one.</summary>
    /// <param name="architecture">The network.</param>
    /// <exception cref="TorchBasicsException">There are more than <see cref="MostElements"/> numbers: kind Data.</exception>
    public static void CheckSize(Architecture architecture)
    {
        if (Largest(architecture) > MostElements)
            throw new TorchBasicsException(
                ErrorKind.Data, FormattableString.Invariant($"{architecture.Name} is too large: a sample between two layers, or a kernel, has {Largest(architecture):N0} numbers; expected at most {MostElements:N0}."));
    }

    // A table of connections stands in a graph as a kernel of all inputs and outputs.
    private static long Largest(Architecture architecture) => Math.Max(
        architecture.Shapes.Max(shape => shape.Elements),
        architecture.Layers.OfType<PartialConv2d>().Select(partial => (long)partial.Table.Count * partial.InputChannels * partial.Window.Kernel.Area).DefaultIfEmpty().Max());

    private static double Work(Layer layer, Shape input)
    {
        var output = layer.OutputShape(input).Elements;
        if (layer is PartialConv2d partial) // an ONNX graph computes it with a kernel that is zero where there is no connection
            return (double)output * partial.InputChannels * partial.Window.Kernel.Area;
        return layer is Pool2d { Window.Kernel: var kernel } ? (double)output * kernel.Height * kernel.Width : Math.Max(layer.MultiplyAdds(input), Math.Max(input.Elements, output));
    }
}
