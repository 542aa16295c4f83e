using TorchBasics.Core;
using TorchBasics.Formats.Onnx;
using TorchBasics.Verification.Conformance;
using TorchBasics.Verification.Conformance.Engines;
using TorchBasics.Verification.Conformance.Operators;
using TorchSharp;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>Runs a graph of one node on both engines.</summary>
internal static class NodeRun
{
    /// <summary>y = operator(inputs) on both engines, which must agree on type, sizes and every bit; the reference's is returned.</summary>
    public static ComputedArray Both(string name, NamedArray?[] inputs, params OnnxAttribute[] attributes) => Both(name, 17, inputs, attributes);

    /// <summary>The same in another operator set.</summary>
    public static ComputedArray Both(string name, long version, NamedArray?[] inputs, params OnnxAttribute[] attributes)
    {
        var (reference, libtorch) = (OnReference(name, version, inputs, attributes), OnLibtorch(name, version, inputs, attributes));
        Assert.Equal(reference.Type, libtorch.Type);
        Assert.Equal(reference.Sizes, libtorch.Sizes);
        Assert.Equal(reference.Reals, libtorch.Reals);
        Assert.Equal(reference.Wholes, libtorch.Wholes);
        return reference;
    }

    /// <summary>y = operator(inputs) on the reference.</summary>
    public static ComputedArray OnReference(string name, long version, NamedArray?[] inputs, params OnnxAttribute[] attributes) =>
        Run(new ReferenceOperators(), name, version, inputs, attributes);

    /// <summary>y = operator(inputs) on libtorch.</summary>
    public static ComputedArray OnLibtorch(string name, long version, NamedArray?[] inputs, params OnnxAttribute[] attributes)
    {
        using var scope = torch.NewDisposeScope();
        return Run(new TorchOperators(), name, version, inputs, attributes);
    }

    public static NamedArray Floats(long[] sizes, params float[] values) => NamedArray.Of<float>("", sizes, values);

    public static NamedArray Longs(params long[] values) => NamedArray.Of<long>("", [values.Length], values);

    public static OnnxAttribute Integer(string name, long value) => new(name, OnnxAttributeType.Integer) { Integer = value };

    public static OnnxAttribute Number(string name, float value) => new(name, OnnxAttributeType.Float) { Float = value };

    public static OnnxAttribute Integers(string name, params long[] values) => new(name, OnnxAttributeType.Integers) { Integers = values };

    public static OnnxAttribute Text(string name, string value) => new(name, OnnxAttributeType.Text) { Text = value };

    private static ComputedArray Run<TValue>(IOperators<TValue> engine, string name, long version, NamedArray?[] inputs, OnnxAttribute[] attributes)
        where TValue : class
    {
        string[] names = [.. inputs.Select((input, i) => input is null ? string.Empty : $"x{i}")];
        var values = names.Where(input => input.Length > 0).Select(input => new OnnxValue(input, OnnxValueKind.Tensor, null, null)).ToList();
        var graph = new OnnxGraph("g", [new OnnxNode(name, names, ["y"], attributes)], [], values, [new OnnxValue("y", OnnxValueKind.Tensor, null, null)]);
        var run = new GraphRun<TValue>(engine);
        var model = new OnnxModel(graph, [new OnnxOperatorSet(string.Empty, version)]);
        run.Check(model);
        return run.Run(model, [.. inputs.OfType<NamedArray>()])[0];
    }
}
