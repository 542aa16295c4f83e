using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;
using TorchBasics.Reference;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>What a graph does with its input before the first layer.</summary>
/// <param name="Shape">The shape of a sample.</param>
/// <param name="Value">The value that enters the first layer.</param>
/// <param name="Normalization">How the values are scaled, or null where the graph does not scale them.</param>
/// <param name="Nodes">How many nodes do that.</param>
internal sealed record InputReader(Shape Shape, string Value, Normalization? Normalization, int Nodes)
{
    /// <summary>Reads the input and the scaling behind it: a conversion of bytes, a factor, a summand.</summary>
    public static InputReader Read(SourceGraph graph, OnnxValue input)
    {
        var shape = ShapeOf(graph, input);
        var (value, nodes) = (input.Name, 0);
        var isByte = input.Type == ElementType.UInt8;
        if (!isByte && input.Type != ElementType.Float32)
            throw graph.Refuse(
                $"its input '{input.Name}' is of the type {input.Type?.ToString() ?? "that the file does not say"}; "
                + "expected Float32, or UInt8 with a Cast behind it");
        if (isByte)
        {
            if (graph.Next(value, "Cast") is not { } cast || !FunctionReader.IsToFloat(graph, cast))
                throw graph.Refuse($"its input '{input.Name}' holds bytes that are not converted to float at once");
            (value, nodes) = (cast.Outputs[0], 1);
        }

        var (scale, offset) = (new float[] { 1 }, new float[] { 0 });
        var hasScale = graph.Next(value, "Mul") is { } factor && graph.Next(factor, "Tanh") is null
            && Take(graph, factor, shape, ref value, ref scale);
        var hasOffset = graph.Next(value, "Add") is { } summand && Take(graph, summand, shape, ref value, ref offset);
        nodes += (hasScale ? 1 : 0) + (hasOffset ? 1 : 0);
        return new InputReader(shape, value, isByte || hasScale || hasOffset ? Make(graph, scale, offset) : null, nodes);
    }

    private static Normalization Make(SourceGraph graph, float[] scale, float[] offset)
    {
        var count = Math.Max(scale.Length, offset.Length);
        try
        {
            return new Normalization(Spread(scale, count), Spread(offset, count));
        }
        catch (TorchBasicsException error)
        {
            throw graph.Refuse(error.Message.TrimEnd('.'));
        }
    }

    private static float[] Spread(float[] values, int count) =>
        values.Length == count ? values : [.. Enumerable.Repeat(values[0], count)];

    // One number for all, or one for each entry of the first axis behind the batch.
    private static bool Take(SourceGraph graph, OnnxNode node, Shape shape, ref string value, ref float[] numbers)
    {
        var side = node.Inputs.Count == 2 && node.Inputs[0] == value ? 1 : 0;
        if (node.Inputs.Count != 2 || !graph.IsConstant(node.Inputs[side]))
            return false;
        var array = graph.Floats(node, side, "what its input is scaled with");
        var axis = array.Sizes.Count - shape.Count;
        if (array.Sizes.Count > shape.Count + 1
            || (array.Count != 1 && (axis < 0 || array.Sizes[axis] != shape[0] || array.Count != shape[0])))
            throw graph.Refuse(
                node,
                $"its constant is [{string.Join(", ", array.Sizes)}]; expected one number, or one for each channel or feature");
        new NodeSettings(graph, node).Done();
        (value, numbers) = (node.Outputs[0], array.Values<float>().ToArray());
        return true;
    }

    private static Shape ShapeOf(SourceGraph graph, OnnxValue input)
    {
        if (input.Sizes is not { Count: >= 2 } sizes)
            throw graph.Refuse(
                $"its input '{input.Name}' has "
                + $"{(input.Sizes is null ? "no shape" : $"{Counted.Of(input.Sizes.Count, "axis", "axes")}")}; "
                + "expected [N, features] or [N, C, H, W]");
        var elements = (Int128)1;
        for (var axis = 1; axis < sizes.Count; axis++)
        {
            if (sizes[axis].Size is not (>= 1 and <= ReferenceCost.MostElements))
                throw graph.Refuse(
                    $"axis {axis} of its input '{input.Name}' has "
                    + $"{(sizes[axis].Size is { } size ? $"the size {size}" : "no size")}; "
                    + "expected at least 1, and only the number of samples may be open");
            elements = Int128.Min(elements, ReferenceCost.MostElements) * sizes[axis].Size!.Value;
        }

        return elements <= ReferenceCost.MostElements
            ? Shape.Create([.. sizes.Skip(1).Select(size => (int)size.Size!.Value)])
            : throw graph.Refuse($"its input '{input.Name}' has more than {ReferenceCost.MostElements} elements");
    }
}
