using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Reads batch normalizations that stand alone, in evaluation.</summary>
internal static class BatchNormReader
{
    private static readonly string[] Roles = ["the weight", "the bias", "the mean", "the variance"];

    public static Reading Read(Place place)
    {
        place.CheckInputs(1 + Roles.Length);
        var settings = place.Settings();
        settings.Only("training_mode", 0, otherwise: 0);
        settings.Only("spatial", 1, otherwise: 1); // before operator set 9, 0 stood for statistics of each pixel
        double eps = settings.Float("epsilon", 1e-5f);
        var momentum = Momentum(place, settings.Float("momentum", 0.9f));
        settings.Done();
        if (place.Node.Outputs.Skip(1).Any(output => output.Length > 0))
            throw place.Refuse("it gives statistics beside its result, as in training");
        if (place.Shape.Count is not (1 or 3))
            throw place.Refuse($"its input has the shape {place.Shape}; expected vectors [N, C] or pictures [N, C, H, W]");
        var channels = place.Shape[0];
        var isVector = place.Shape.Count == 1;
        return new Reading(place.Node.Outputs[0], new LayerDraft(
            "bn",
            ParameterNames.Of(place.Graph, place.Node, bias: 2),
            name => isVector ? new BatchNorm1d(name, channels, eps, momentum) : new BatchNorm2d(name, channels, eps, momentum),
            [.. Roles.Select((role, k) => Array(place, k + 1, role, channels))]));
    }

    // The share of the old statistics there is that of the new ones here; as decimals, so that 0.9 gives 0.1.
    private static double Momentum(Place place, float old) => old is >= 0 and <= 1
        ? (double)(1 - (decimal)old)
        : throw place.Refuse($"momentum is {old}; expected a number from 0 to 1");

    private static NamedArray Array(Place place, int input, string role, int channels)
    {
        var array = place.Graph.Floats(place.Node, input, role);
        return array.Sizes is [var size] && size == channels ? array : throw place.Refuse(
            $"{role} has the sizes [{string.Join(", ", array.Sizes)}]; expected [{channels}]");
    }
}
