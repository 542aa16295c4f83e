using TorchBasics.Core;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Graphs.Operators;
using TorchBasics.Verification.Conformance.Engines;
using TorchSharp;
using static TorchBasics.Tests.Managed.Graphs.Nodes;

namespace TorchBasics.Tests.Native.Verification.Conformance;

/// <summary>Runs a graph of one node on both engines.</summary>
internal static class NodeRun
{
    /// <summary>
    /// y = operator(inputs) on both engines, which must agree on type, sizes and every bit; the reference's is returned.
    /// </summary>
    public static ComputedArray Both(string name, NamedArray?[] inputs, params OnnxAttribute[] attributes) =>
        Both(name, 17, inputs, attributes);

    /// <summary>The same in another operator set.</summary>
    public static ComputedArray Both(string name, long version, NamedArray?[] inputs, params OnnxAttribute[] attributes)
    {
        var (reference, libtorch) =
            (OnReference(name, version, inputs, attributes), OnLibtorch(name, version, inputs, attributes));
        Assert.Equal(reference.Type, libtorch.Type);
        Assert.Equal(reference.Sizes, libtorch.Sizes);
        Assert.Equal(reference.Reals, libtorch.Reals);
        Assert.Equal(reference.Wholes, libtorch.Wholes);
        return reference;
    }

    /// <summary>y = operator(inputs) on libtorch.</summary>
    public static ComputedArray OnLibtorch(string name, long version, NamedArray?[] inputs, params OnnxAttribute[] attributes)
    {
        using var scope = torch.NewDisposeScope();
        return Run(GraphRun.On(new TorchOperators()), name, version, inputs, attributes);
    }
}
