using TorchBasics.Core;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Graphs.Operators;

namespace TorchBasics.Tests.Managed.Graphs;

/// <summary>Graphs of one node, and what goes into them.</summary>
internal static class Nodes
{
    /// <summary>y = operator(inputs) on the reference.</summary>
    public static ComputedArray OnReference(string name, long version, NamedArray?[] inputs, params OnnxAttribute[] attributes) =>
        Run(GraphRun.OnReference(), name, version, inputs, attributes);

    /// <summary>y = operator(inputs).</summary>
    public static ComputedArray Run(GraphRun engine, string name, long version, NamedArray?[] inputs, OnnxAttribute[] attributes)
    {
        string[] names = [.. inputs.Select((input, i) => input is null ? string.Empty : $"x{i}")];
        var values = names.Where(input => input.Length > 0)
            .Select(input => new OnnxValue(input, OnnxValueKind.Tensor, null, null)).ToList();
        var graph = new OnnxGraph(
            "g",
            [new OnnxNode(name, names, ["y"], attributes)],
            [],
            values,
            [new OnnxValue("y", OnnxValueKind.Tensor, null, null)]);
        var model = new OnnxModel(graph, [new OnnxOperatorSet(string.Empty, version)]);
        engine.Check(model);
        return engine.Run(model, [.. inputs.OfType<NamedArray>()])[0];
    }

    public static NamedArray Floats(long[] sizes, params float[] values) => NamedArray.Of<float>("", sizes, values);

    public static NamedArray Longs(params long[] values) => NamedArray.Of<long>("", [values.Length], values);

    public static OnnxAttribute Integer(string name, long value) => new(name, OnnxAttributeType.Integer) { Integer = value };

    public static OnnxAttribute Number(string name, float value) => new(name, OnnxAttributeType.Float) { Float = value };

    public static OnnxAttribute Integers(string name, params long[] values) =>
        new(name, OnnxAttributeType.Integers) { Integers = values };

    public static OnnxAttribute Text(string name, string value) => new(name, OnnxAttributeType.Text) { Text = value };
}
