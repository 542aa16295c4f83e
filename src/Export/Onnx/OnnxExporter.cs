using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx;

/// <summary>
/// Networks as ONNX graphs, in evaluation mode: one input "input" [batch, ...], one output "logits" or "probabilities"
/// [batch, ...], the weights as initializers under their own names, nothing but ONNX's own operators.
/// </summary>
public static class OnnxExporter
{
    /// <summary>Name of the graph's input.</summary>
    public const string Input = "input";

    /// <summary>Name of the output where it is what the network's last layer gives.</summary>
    public const string Logits = "logits";

    /// <summary>Name of the output where probabilities are the last step.</summary>
    public const string Probabilities = "probabilities";

    /// <summary>Name of the first axis of input and output.</summary>
    public const string Batch = "batch";

    private const string Preprocessing = "normalization"; // label of its nodes
    private const int Float = 1;                          // TensorProto.DataType.FLOAT
    private const int FormatVersion = 8;                  // goes with the operator sets 15 to 18

    /// <summary>Writes a network as a graph.</summary>
    /// <param name="model">The network, its weights and what is known of them, which goes into the metadata.</param>
    /// <param name="options">How it is written.</param>
    /// <returns>The model, ready for <see cref="OnnxFile.WriteModel"/>; its constants share the memory of the weights.</returns>
    /// <exception cref="TorchBasicsException">
    /// A layer has no faithful expression in ONNX (the message names it), or a softmax is asked for where the results are no
    /// classes: kind Usage. The normalisation does not fit the network: kind Data.
    /// </exception>
    public static OnnxModel Convert(Model model, OnnxExportOptions options)
    {
        var architecture = model.Architecture;
        var graph = new GraphBuilder();
        var layers = new LayerGraph(graph, model.Weights.ToDictionary(array => array.Name));
        var x = options.IncludePreprocessing ? Prepare(graph, model.Normalization, architecture.Input) : Input;
        foreach (var (label, layer, shape) in LayerLabels.Of(architecture).Zip(architecture.Layers, architecture.Shapes))
            x = layers.Add(label, layer, shape, x);
        if (AppendsSoftmax(architecture, options))
            x = layers.Add("softmax", new Softmax(), architecture.Output, x);
        var output = architecture.GivesProbabilities || EndsInSoftmax(graph) ? Probabilities : Logits;
        graph.Finish(x, output);

        var bytes = options.IncludePreprocessing && IsPicture(architecture.Input);
        return new OnnxModel(
            new OnnxGraph(
                architecture.Name,
                graph.Nodes,
                graph.Constants,
                [Value(Input, bytes ? ElementType.UInt8 : ElementType.Float32, architecture.Input, options.Batch)],
                [Value(output, ElementType.Float32, architecture.Output, options.Batch)]),
            [new OnnxOperatorSet(string.Empty, options.OperatorSet)])
        {
            IrVersion = FormatVersion,
            ProducerName = "TorchBasics",
            ProducerVersion = ProductVersion.Number,
            Metadata = ModelTexts.Write(model),
        };
    }

    // x = v * scale + offset, with one pair of numbers or one for each entry of the first axis.
    private static string Prepare(GraphBuilder graph, Normalization normalization, Shape input)
    {
        normalization.CheckFits(input);
        var raw = IsPicture(input) ? graph.Node(Preprocessing, "Cast", [Input], Attributes.Integer("to", Float)) : Input;
        var scaled = graph.Node(Preprocessing, "Mul", [raw, Numbers("scale", normalization.Scale)]);
        return graph.Node(Preprocessing, "Add", [scaled, Numbers("offset", normalization.Offset)]);

        string Numbers(string role, IReadOnlyList<float> values)
        {
            long[] sizes = values.Count == 1 ? [] : [values.Count, .. Enumerable.Repeat(1L, input.Count - 1)];
            return graph.Constant(NamedArray.Of<float>($"{Preprocessing}.{role}", sizes, [.. values]));
        }
    }

    private static bool EndsInSoftmax(GraphBuilder graph) => graph.Nodes is [.., { Operator: "Softmax" }];

    /// <summary>Whether the graph ends in a softmax because the network itself gives no probabilities.</summary>
    internal static bool AppendsSoftmax(Architecture architecture, OnnxExportOptions options) =>
        !architecture.GivesProbabilities && WantsSoftmax(architecture, options);

    private static bool WantsSoftmax(Architecture architecture, OnnxExportOptions options)
    {
        var tellsClasses = architecture.Output is [> 1];
        if (options.Softmax && !tellsClasses)
            throw new TorchBasicsException(ErrorKind.Usage, "A softmax needs results for two classes or more; "
                + $"those of {architecture.Name} have the shape {architecture.Output}. Export it without.");
        return tellsClasses && (options.Softmax || options.IncludePreprocessing);
    }

    private static bool IsPicture(Shape shape) => shape.Count == 3;

    private static OnnxValue Value(string name, ElementType type, Shape shape, int? batch) => new(
        name,
        OnnxValueKind.Tensor,
        type,
        [
            new OnnxDimension(batch, batch is null ? Batch : string.Empty),
            .. shape.Select(size => new OnnxDimension(size, string.Empty))
        ]);
}
