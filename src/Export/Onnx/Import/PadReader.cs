using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Reads borders around pictures.</summary>
internal static class PadReader
{
    private const int LargestBorder = 1 << 24;

    public static Reading Read(Place place)
    {
        const int PadsAsInput = 11;
        place.CheckInputs(4);
        var (graph, node) = (place.Graph, place.Node);
        var settings = place.Settings();
        if (settings.Text("mode", "constant") is not "constant" and var mode)
            throw place.Refuse($"its mode is {mode}; only constant is supported");
        var isInput = graph.Model.VersionOf(string.Empty) >= PadsAsInput;
        if (isInput && graph.Constant(node, 1, "the list of pads") is { Type: not ElementType.Int64 } wrong)
            throw place.Refuse($"its pads are of the type {wrong.Type}; expected Int64");
        var value = isInput
            ? SourceGraph.Has(node, 2) ? Single(place, graph.Floats(node, 2, "the value of the border")) : 0
            : settings.Float("value", 0);
        if (!float.IsFinite(value))
            throw place.Refuse($"its border is {value}; expected a finite number");
        IReadOnlyList<long> pads =
            isInput ? graph.Constant(node, 1, "the list of pads").Values<long>().ToArray() : settings.Integers("pads") ?? [];
        settings.Done();
        var all = Spread(place, pads);
        if (all.All(pad => pad == 0))
            return new Reading(node.Outputs[0]);
        place.Picture();
        if (all is not [0, 0, var top, var left, 0, 0, var bottom, var right] || top != bottom || left != right
            || top is < 0 or > LargestBorder || left is < 0 or > LargestBorder)
            throw place.Refuse(
                $"its pads are [{string.Join(", ", all)}]; expected the same on both sides of pictures, and none elsewhere");
        var border = new Size2d((int)top, (int)left);
        var padding = new ConstantPad2d(border, value);
        // Means whose padding counts are written so, by torch.onnx and by us.
        return value == 0 && graph.Next(node, "AveragePool") is { } pool
            && PoolReader.AverageWithin(
                new Place(graph, pool, node.Outputs[0], padding.OutputShape(place.Shape)), border, place.Picture()) is { } mean
            ? mean
            : new Reading(node.Outputs[0], LayerDraft.Of(padding));
    }

    private static float Single(Place place, NamedArray value) => value.Count == 1
        ? value.Values<float>()[0]
        : throw place.Refuse($"the value of its border has the sizes [{string.Join(", ", value.Sizes)}]; expected one number");

    // The pads of all axes, where an input names those that have some.
    private static long[] Spread(Place place, IReadOnlyList<long> pads)
    {
        var rank = place.Shape.Count + 1;
        int[] axes = [.. Enumerable.Range(0, rank)];
        if (SourceGraph.Has(place.Node, 3))
        {
            if (place.Graph.Constant(place.Node, 3, "the list of axes") is not { Type: ElementType.Int64 } named
                || named.Values<long>().ContainsAnyExceptInRange(-rank, rank - 1))
                throw place.Refuse("its axes do not fit");
            axes = [.. named.Values<long>().ToArray().Select(axis => (int)(axis < 0 ? axis + rank : axis))];
        }

        if (pads.Count != 2 * axes.Length || axes.Distinct().Count() != axes.Length)
            throw place.Refuse($"it has {pads.Count} pads for {axes.Length} axes");
        var all = new long[2 * rank];
        for (var i = 0; i < axes.Length; i++)
            (all[axes[i]], all[rank + axes[i]]) = (pads[i], pads[axes.Length + i]);
        return all;
    }
}
