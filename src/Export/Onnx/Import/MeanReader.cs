using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Reads the mean of whole pictures.</summary>
internal static class MeanReader
{
    public static Reading Global(Place place, ShapeValues shapes)
    {
        place.CheckInputs(1);
        place.Picture();
        place.Settings().Done();
        return WithoutAxes(place, shapes);
    }

    public static Reading Reduce(Place place, ShapeValues shapes)
    {
        place.CheckInputs(2);
        place.Picture();
        var settings = place.Settings();
        if (place.Axes(settings, rank: 4) is not [2, 3])
            throw place.Refuse("it is not the mean over the rows and columns of pictures, axes 2 and 3");
        var keeps = settings.Flag("keepdims", otherwise: true);
        settings.Ignore("noop_with_empty_axes"); // the axes are not empty
        settings.Done();
        return keeps ? WithoutAxes(place, shapes) : new Reading(place.Node.Outputs[0], LayerDraft.Of(new GlobalAvgPool2d()));
    }

    // The mean leaves two axes of size 1. Where a vector is made of them at once, both together are one layer; else a
    // window as large as the picture gives the same mean.
    private static Reading WithoutAxes(Place place, ShapeValues shapes)
    {
        var (graph, node) = (place.Graph, place.Node);
        var behind = graph.Next(node, "Flatten") ?? graph.Next(node, "Squeeze") ?? graph.Next(node, "Reshape");
        if (behind is not null)
        {
            var next = new Place(graph, behind, node.Outputs[0], [place.Shape[0], 1, 1]);
            shapes.Learn(next.Value, next.Shape);
            if (MakesVector(next, shapes))
                return new Reading(behind.Outputs[0], LayerDraft.Of(new GlobalAvgPool2d()));
        }

        var picture = place.Picture();
        return new Reading(node.Outputs[0], LayerDraft.Of(new AvgPool2d(picture, picture)));
    }

    private static bool MakesVector(Place place, ShapeValues shapes)
    {
        var settings = place.Settings();
        if (place.Node.Operator == "Squeeze")
        {
            place.CheckInputs(2);
            var isVector = place.Axes(settings, rank: 4) is [2, 3];
            settings.Done();
            return isVector;
        }

        var reading = place.Node.Operator == "Flatten" ? AxisReader.Flatten(place) : AxisReader.Reshape(place, shapes);
        return reading.Layers.Count > 0;
    }
}
