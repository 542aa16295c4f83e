using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Reads what turns pictures into vectors.</summary>
internal static class AxisReader
{
    public static Reading Flatten(Place place)
    {
        place.CheckInputs(1);
        var settings = place.Settings();
        var axis = settings.Integer("axis", 1);
        settings.Done();
        return axis == 1 || axis == -place.Shape.Count
            ? new Reading(place.Node.Outputs[0], LayerDraft.Of(new Flatten()))
            : throw place.Refuse($"its axis is {axis}; only 1 keeps the samples apart");
    }

    /// <summary>A Reshape that keeps the first axis: a Flatten, or nothing at all.</summary>
    public static Reading Reshape(Place place, ShapeValues shapes)
    {
        var target = Target(place, shapes);
        if (target.SequenceEqual(place.Shape.Select(size => (long)size)))
            return new Reading(place.Node.Outputs[0]);
        return target is [_] ? new Reading(place.Node.Outputs[0], LayerDraft.Of(new Flatten())) : throw place.Refuse(
            $"it turns {place.Shape} into [N, {string.Join(", ", target)}]; only vectors are expected");
    }

    /// <summary>The sizes behind the batch that a Reshape gives.</summary>
    public static IReadOnlyList<long> Target(Place place, ShapeValues shapes)
    {
        place.CheckInputs(2);
        var settings = place.Settings();
        var keepsZero = settings.Flag("allowzero");
        settings.Done();
        var asked = shapes.Read(place.Node, 1);
        var sizes = asked.Select((size, axis) => size == 0 && !keepsZero ? Kept(place, axis) : size).ToList();
        var rest = sizes.Skip(1).Where(size => size != -1).Aggregate(
            (Int128)1, (product, size) => Int128.Min(product, long.MaxValue) * (size ?? 0));
        var elements = place.Shape.Elements;
        var open = sizes.FindIndex(size => size == -1);
        if (sizes.Count == 0 || sizes.Count(size => size == -1) > 1 || rest < 1 || (open > 0 && elements % rest != 0)
            || (open <= 0 && rest != elements))
            throw Mixed(place, asked);
        // The first size: that of the batch, whatever is left for it, or the number that the graph gives for the batch.
        if (sizes[0] is { } first && first != -1 && first != place.Graph.Inputs[0].Sizes?[0].Size)
            throw place.Refuse($"it makes {Counted.Of(first, "sample")} of any number of them");
        if (open > 0)
            sizes[open] = (long)(elements / rest);
        return [.. sizes.Skip(1).Select(size => size!.Value)];
    }

    private static long? Kept(Place place, int axis) => axis == 0 ? null
        : axis <= place.Shape.Count ? place.Shape[axis - 1]
        : throw place.Refuse($"it keeps the size of axis {axis}; its input has {place.Shape.Count + 1}");

    private static TorchBasicsException Mixed(Place place, IReadOnlyList<long?> asked) =>
        place.Refuse($"it turns {place.Shape} into [{string.Join(", ", asked.Select(size => size is null ? "N" : $"{size}"))}], "
            + "which does not keep the samples apart");
}
