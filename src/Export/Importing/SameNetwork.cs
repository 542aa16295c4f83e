using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Architectures;

namespace TorchBasics.Export.Importing;

/// <summary>Whether a description and what was read from a graph are one network, but for what a graph does not hold.</summary>
internal static class SameNetwork
{
    /// <summary>Completes a description by the softmax that a graph adds, and compares.</summary>
    /// <param name="described">The description that came with the graph.</param>
    /// <param name="read">What was read from the graph.</param>
    /// <returns>The description, with the softmax if there is one; null where the two differ.</returns>
    public static Architecture? Match(Architecture described, Architecture read)
    {
        if (!described.Input.Equals(read.Input))
            return null;
        var target = Text(read);
        if (Text(described) == target)
            return described;
        if (read.Layers[^1] is not Softmax || described.Output.Count != 1)
            return null;
        var completed = new Architecture(described.Name, described.Input, [.. described.Layers, new Softmax()])
        {
            Initialization = described.Initialization
        };
        return Text(completed) == target ? completed : null;
    }

    private static string Text(Architecture architecture) =>
        ArchitectureJson.Write(
            new Architecture("any", architecture.Input, [.. Essential(architecture.Layers, architecture.Input), new Dropout(0)]));

    // Without dropout and empty borders; poolings in the form that has the same windows and divisors with the fewest words.
    private static IEnumerable<Layer> Essential(IEnumerable<Layer> all, Shape shape)
    {
        var layers = all.Where(layer => layer is not (Dropout or ConstantPad2d { Padding: { Height: 0, Width: 0 } })).ToList();
        for (var i = 0; i < layers.Count; i++)
        {
            var input = shape;
            shape = layers[i].OutputShape(shape);
            if (i + 1 < layers.Count && Joined(layers[i], layers[i + 1], input, shape) is { } mean)
            {
                (i, shape) = (i + 1, mean.OutputShape(input));
                yield return mean;
                continue;
            }

            yield return layers[i] switch
            {
                Activation activation => WithFloats(activation),
                // a graph evaluates, which no momentum changes
                BatchNorm1d norm => new BatchNorm1d(norm.Name, norm.Channels, (float)norm.Eps, BatchNorm.DefaultMomentum),
                BatchNorm2d norm => new BatchNorm2d(norm.Name, norm.Channels, (float)norm.Eps, BatchNorm.DefaultMomentum),
                Lift lift => new Lift([.. Essential(lift.Inner, input)]),
                Residual residual when Essential(residual.Branch, input).ToList() is { Count: > 0 } branch =>
                    new Residual(branch, [.. Essential(residual.Shortcut, input)]),
                Ensemble ensemble => new Ensemble([.. ensemble.Members.Select(member =>
                    Essential(member, input).ToList() is { Count: > 0 } essential ? essential : member)]),
                MaxPool2d pool =>
                    new MaxPool2d(pool.Window.Kernel, pool.Window.Stride, pool.Window.Padding, RoundsUp(pool, input)),
                AvgPool2d pool => new AvgPool2d(
                    pool.Window.Kernel,
                    pool.Window.Stride,
                    pool.Window.Padding,
                    RoundsUp(pool, input),
                    pool.CountIncludePad || pool.Window.Padding == 0),
                _ => layers[i],
            };
        }
    }

    // A graph holds constants as floats.
    private static Activation WithFloats(Activation activation) =>
        ActivationKind.Of(activation).Create([.. activation.Constants.Select(constant => (double)(float)constant)]);

    // A border of zeros and a mean over it, where a mean with padding that counts is the same.
    private static AvgPool2d? Joined(Layer first, Layer second, Shape input, Shape framed) =>
        first is ConstantPad2d { Value: 0 } border && second is AvgPool2d pool && pool.Window.Padding == 0
            ? PaddedMean.Join(
                pool.Window.Kernel,
                pool.Window.Stride,
                border.Padding,
                pool.Window.Output(new Size2d(framed[1], framed[2]), pool.CeilMode),
                new Size2d(input[1], input[2]))
            : null;

    private static bool RoundsUp(Pool2d pool, Shape input)
    {
        var picture = new Size2d(input[1], input[2]);
        return pool.CeilMode && pool.Window.Output(picture, ceiling: true) != pool.Window.Output(picture);
    }
}
