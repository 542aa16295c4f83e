using TorchBasics.Core;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx.Import;

/// <summary>The bias of a layer: an input of its node, or what is added behind it, or zeros.</summary>
/// <param name="Array">One number for each output.</param>
/// <param name="Value">The value behind the node, and behind the addition where there is one.</param>
/// <param name="Name">The layer's name as that of an added bias gives it, or null.</param>
internal sealed record BiasReader(NamedArray Array, string Value, string? Name)
{
    /// <summary>Whether there is none.</summary>
    public bool IsMissing { get; private init; }

    /// <summary>Reads the bias.</summary>
    /// <param name="place">The node.</param>
    /// <param name="input">Which of its inputs has the bias; a negative number for none.</param>
    /// <param name="outputs">Channels or features of the result.</param>
    /// <param name="behind">Axes behind that of the channels.</param>
    public static BiasReader Read(Place place, int input, int outputs, int behind)
    {
        var (graph, node) = (place.Graph, place.Node);
        if (input >= 0 && SourceGraph.Has(node, input))
        {
            var bias = graph.Floats(node, input, "the bias");
            if (behind > 0 && (bias.Sizes.Count != 1 || bias.Count != outputs)) // a convolution does not spread it
                throw graph.Refuse(node, $"its bias has the sizes [{string.Join(", ", bias.Sizes)}]; expected [{outputs}]");
            return new BiasReader(Spread(graph, node, bias, outputs, 0), node.Outputs[0], null);
        }

        // What is not constant is added by a residual.
        if (graph.Next(node, "Add") is not { Inputs: [var left, var right] } sum
            || !graph.IsConstant(left == node.Outputs[0] ? right : left))
            return new BiasReader(NamedArray.Of<float>("bias", [outputs], new float[outputs]), node.Outputs[0], null)
            {
                IsMissing = true
            };
        var side = sum.Inputs[0] == node.Outputs[0] ? 1 : 0;
        new NodeSettings(graph, sum).Done();
        return new BiasReader(
            Spread(graph, sum, graph.Floats(sum, side, "what is added"), outputs, behind),
            sum.Outputs[0],
            ParameterNames.Of(graph, sum, side, ".bias"));
    }

    // One number for each output, whether it stands as [out], [1, out], [out, 1, 1] or as one number for all.
    private static NamedArray Spread(SourceGraph graph, OnnxNode node, NamedArray bias, int outputs, int behind)
    {
        var axis = bias.Sizes.Count - 1 - behind;
        var isOnePerOutput = axis >= 0 && bias.Sizes[axis] == outputs && bias.Count == outputs;
        if (bias.Sizes.Count > behind + 2 || (!isOnePerOutput && bias.Count != 1))
            throw graph.Refuse(node, $"a bias [{string.Join(", ", bias.Sizes)}] is added to {outputs} outputs");
        if (bias.Count == outputs)
            return new NamedArray("bias", bias.Type, [outputs], bias.Bytes);
        var values = new float[outputs];
        System.Array.Fill(values, bias.Values<float>()[0]);
        return NamedArray.Of<float>("bias", [outputs], values);
    }
}
