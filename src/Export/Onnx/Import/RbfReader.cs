using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Reads the output units of the 1998 LeNet-5: -sum over j of (x[n, 1, j] - w[c, j])^2, in five nodes.</summary>
internal static class RbfReader
{
    public static Reading Read(Place place)
    {
        place.CheckInputs(2);
        var (graph, node, features) = (place.Graph, place.Node, place.Features());
        var settings = place.Settings();
        if (place.Axes(settings, rank: 3) is not [1])
            throw place.Refuse("only the beginning of squared distances is read from it, where it adds axis 1");
        settings.Done();
        var difference = Follow(graph, node, "Sub");
        if (difference.Inputs is not [var left, _] || left != node.Outputs[0])
            throw graph.Refuse(difference, "prototypes are expected as its second input");
        var weight = graph.Floats(difference, 1, "the list of prototypes");
        if (weight.Sizes.Count != 2 || weight.Sizes[1] != features)
            throw graph.Refuse(
                difference, $"its prototypes are [{string.Join(", ", weight.Sizes)}]; expected [classes, {features}]");
        var square = Follow(graph, difference, "Mul");
        if (square.Inputs is not [var x, var y] || x != y)
            throw graph.Refuse(square, "it does not square what enters it");
        var sum = Follow(graph, square, "ReduceSum");
        var sumSettings = new NodeSettings(graph, sum);
        if (new Place(graph, sum, square.Outputs[0], place.Shape).Axes(sumSettings, rank: 3) is not [2])
            throw graph.Refuse(sum, "it does not sum along axis 2");
        sumSettings.Only("keepdims", 0, otherwise: 1);
        sumSettings.Ignore("noop_with_empty_axes"); // the axes are not empty
        foreach (var plain in (OnnxNode[])[difference, square])
            new NodeSettings(graph, plain).Done();
        sumSettings.Done();
        var minus = Follow(graph, sum, "Neg");
        new NodeSettings(graph, minus).Done();
        var rows = Enumerable.Range(0, (int)weight.Sizes[0])
            .Select(row => (IReadOnlyList<float>)weight.Values<float>().Slice(row * features, features).ToArray()).ToList();
        return new Reading(minus.Outputs[0], new LayerDraft(
            "rbf", ParameterNames.Of(graph, difference, 1, ".weight"), name => new RbfOutput(name, rows), [weight]));
    }

    private static OnnxNode Follow(SourceGraph graph, OnnxNode node, string name) => graph.Next(node, name)
        ?? throw graph.Refuse(
            node, $"it is not followed by {name} alone, as in squared distances (Unsqueeze, Sub, Mul, ReduceSum, Neg)");
}
