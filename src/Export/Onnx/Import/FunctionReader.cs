using System.Globalization;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Operators;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>Reads functions of single elements and of classes, and what changes nothing.</summary>
internal static class FunctionReader
{
    // From this version on, the ends are inputs; before, attributes.
    private const int EndsAsInputs = 11;

    /// <summary>An activation that is an operator of its own.</summary>
    public static Reading Activation(Place place, OnnxActivation.Read read)
    {
        place.CheckInputs(1);
        var settings = place.Settings();
        try
        {
            var layer = read((name, otherwise) => Decimal(settings.Float(name, (float)otherwise)), settings.Text)
                ?? throw place.Refuse("an attribute says what is not known");
            settings.Done();
            return new Reading(place.Node.Outputs[0], LayerDraft.Of(layer));
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw place.Refuse(ReasonText.Of(error));
        }
    }

    /// <summary>The identity, cut at both ends, or at zero alone.</summary>
    public static Reading Clip(Place place)
    {
        var asInputs = place.Graph.Model.VersionOf(string.Empty) >= EndsAsInputs;
        place.CheckInputs(asInputs ? 3 : 1);
        var settings = place.Settings();
        var (minimum, maximum) = asInputs
            ? (End(place, 1, float.MinValue), End(place, 2, float.MaxValue))
            : (settings.Float("min", float.MinValue), settings.Float("max", float.MaxValue));
        settings.Done();
        return (minimum, maximum) switch
        {
            (0, float.MaxValue) => new Reading(place.Node.Outputs[0], LayerDraft.Of(new Relu())),
            _ when minimum < maximum =>
                new Reading(place.Node.Outputs[0], LayerDraft.Of(new Hardtanh(Decimal(minimum), Decimal(maximum)))),
            _ => throw place.Refuse(
                FormattableString.Invariant($"it cuts at {minimum} and {maximum}; expected a smaller and a larger number")),
        };
    }

    /// <summary>Softmax and its logarithm, along the only axis behind the batch.</summary>
    public static Reading OfClasses(Place place, Layer layer)
    {
        const int LastAxisByDefault = 13;
        place.CheckInputs(1);
        place.Features();
        var settings = place.Settings();
        var axis = settings.Integer("axis", place.Graph.Model.VersionOf(string.Empty) >= LastAxisByDefault ? -1 : 1);
        settings.Done();
        return axis is 1 or -1
            ? new Reading(place.Node.Outputs[0], LayerDraft.Of(layer))
            : throw place.Refuse($"its axis is {axis}; expected that of the classes, 1");
    }

    /// <summary>A tanh(S x): Mul, Tanh, Mul with LeNet's two numbers.</summary>
    public static Reading ScaledTanh(Place place)
    {
        var (graph, node) = (place.Graph, place.Node);
        if (graph.Next(node, "Tanh") is not { } tanh || graph.Next(tanh, "Mul") is not { } stretch)
            throw place.Refuse("only the beginning of a scaled tanh is read from it (Mul, Tanh, Mul)");
        var (slope, amplitude) = (Factor(graph, node, place.Value), Factor(graph, stretch, tanh.Outputs[0]));
        new NodeSettings(graph, tanh).Done();
        return slope == (float)Core.Layers.ScaledTanh.Slope && amplitude == (float)Core.Layers.ScaledTanh.Amplitude
            ? new Reading(stretch.Outputs[0], LayerDraft.Of(new ScaledTanh()))
            : throw place.Refuse(FormattableString.Invariant(
                $"it is part of {amplitude} tanh({slope} x); only {Core.Layers.ScaledTanh.Amplitude} tanh(2/3 x) is supported"));
    }

    /// <summary>1 above zero, else 0: Greater and a conversion to float.</summary>
    public static Reading Step(Place place)
    {
        place.CheckInputs(2);
        var (graph, node) = (place.Graph, place.Node);
        place.Settings().Done();
        var zero = graph.Floats(node, 1, "the threshold");
        if (zero.Count != 1 || zero.Values<float>()[0] != 0 || zero.Sizes.Count > place.Shape.Count + 1)
            throw place.Refuse("only a threshold of 0 is supported");
        if (graph.Next(node, "Cast") is not { } cast || !IsToFloat(graph, cast))
            throw place.Refuse("it is not followed by a Cast to float alone");
        return new Reading(cast.Outputs[0], LayerDraft.Of(new Step()));
    }

    public static Reading Identity(Place place)
    {
        place.CheckInputs(1);
        place.Settings().Done();
        return new Reading(place.Node.Outputs[0]);
    }

    /// <summary>A conversion of floats to float.</summary>
    public static Reading Cast(Place place)
    {
        place.CheckInputs(1);
        return IsToFloat(place.Graph, place.Node)
            ? new Reading(place.Node.Outputs[0])
            : throw place.Refuse("only numbers of the type float are computed with");
    }

    /// <summary>A Dropout that a graph for use still holds: it changes nothing, and its probability is known.</summary>
    public static Reading Dropout(Place place)
    {
        place.CheckInputs(3);
        var (graph, node, settings) = (place.Graph, place.Node, place.Settings());
        settings.Ignore("seed");
        var ratio =
            SourceGraph.Has(node, 1) ? graph.Floats(node, 1, "the ratio").Values<float>()[0] : settings.Float("ratio", 0.5f);
        settings.Done();
        if (SourceGraph.Has(node, 2) && graph.Constant(node, 2, "the training mode").Bytes.Span.ContainsAnyExcept((byte)0))
            throw place.Refuse(
                "it is in training mode, in which results are left to chance; export the network in evaluation mode");
        var probability = Decimal(ratio);
        return probability is >= 0 and < 1
            ? new Reading(node.Outputs[0], LayerDraft.Of(new Dropout(probability)))
            : throw place.Refuse(FormattableString.Invariant($"its ratio is {ratio}; expected from 0 up to but not including 1"));
    }

    /// <summary>Whether a node converts to float.</summary>
    public static bool IsToFloat(SourceGraph graph, OnnxNode cast)
    {
        var settings = new NodeSettings(graph, cast);
        settings.Ignore("saturate"); // concerns floats of 8 bits
        var type = settings.Integer("to", 0);
        settings.Done();
        return type == OnnxNumbers.Float;
    }

    // A float 0.1 meant the decimal 0.1.
    private static double Decimal(float value) =>
        double.Parse(FormattableString.Invariant($"{value:R}"), CultureInfo.InvariantCulture);

    private static float End(Place place, int input, float otherwise)
    {
        if (!SourceGraph.Has(place.Node, input))
            return otherwise;
        var end = place.Graph.Floats(place.Node, input, "an end");
        return end.Count == 1 && float.IsFinite(end.Values<float>()[0])
            ? end.Values<float>()[0]
            : throw place.Refuse("an end is not one finite number");
    }

    // The constant that a value is multiplied with, whichever side it stands on.
    private static float Factor(SourceGraph graph, OnnxNode node, string value)
    {
        new NodeSettings(graph, node).Done();
        var side = node.Inputs.Count == 2 && node.Inputs[0] == value ? 1 : 0;
        var factor = graph.Floats(node, side, "the factor");
        return factor.Count == 1 && factor.Sizes.Count <= 1 ? factor.Values<float>()[0] : throw graph.Refuse(
            node, $"its factor is [{string.Join(", ", factor.Sizes)}]; expected one number");
    }
}
