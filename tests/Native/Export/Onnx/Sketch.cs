using TorchBasics.Core;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Onnx.Import;
using TorchBasics.Formats.Onnx;
using TorchBasics.Graphs.Evaluation;
using TorchBasics.Models;
using TorchBasics.Reference.Numbers;
using TorchSharp;

namespace TorchBasics.Tests.Native.Export.Onnx;

/// <summary>A graph drawn by hand: the input "input", nodes, and the last value as output.</summary>
internal sealed class Sketch(ElementType type, params long[] sample)
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<NamedArray> _constants = [];
    private readonly RandomGenerator _random = RandomGenerator.ForStream(7, "sketch", 0);

    public Sketch(params long[] sample)
        : this(ElementType.Float32, sample)
    {
    }

    public long Version { get; init; } = 17;

    public long? Batch { get; init; }

    public string Producer { get; init; } = "pytorch";

    /// <summary>Adds a node; its first input is what the one before it gives unless inputs are named with "=".</summary>
    public Sketch Node(string name, IReadOnlyList<string> constants, params OnnxAttribute[] attributes) =>
        Full(name, [Last, .. constants], $"v{_nodes.Count + 1}", attributes);

    public Sketch Node(string name, params OnnxAttribute[] attributes) => Node(name, [], attributes);

    /// <summary>Adds a node with all its names.</summary>
    public Sketch Full(string name, IReadOnlyList<string> inputs, string output, params OnnxAttribute[] attributes)
    {
        _nodes.Add(new OnnxNode(name, inputs, [output], attributes) { Name = $"/{output}/{name}" });
        return this;
    }

    /// <summary>Adds a constant of random floats.</summary>
    public Sketch Random(string name, params long[] sizes) =>
        Floats(name, sizes, [.. Enumerable.Range(0, (int)sizes.Aggregate(1L, (product, size) => product * size))
            .Select(_ => _random.NextSingle() - 0.5f)]);

    public Sketch Floats(string name, long[] sizes, params float[] values) => Constant(NamedArray.Of<float>(name, sizes, values));

    public Sketch Longs(string name, params long[] values) => Constant(NamedArray.Of<long>(name, [values.Length], values));

    public Sketch Constant(NamedArray array)
    {
        _constants.Add(array);
        return this;
    }

    public string Last => _nodes.Count > 0 ? _nodes[^1].Outputs[0] : "input";

    public OnnxModel Model() => new(
        new OnnxGraph(
            "sketch",
            _nodes,
            _constants,
            [new OnnxValue(
                "input",
                OnnxValueKind.Tensor,
                type,
                [new OnnxDimension(Batch, Batch is null ? "batch" : ""), .. sample.Select(size => new OnnxDimension(size, ""))])],
            [new OnnxValue(Last, OnnxValueKind.Tensor, ElementType.Float32, null)]),
        [new OnnxOperatorSet(string.Empty, Version)])
    {
        ProducerName = Producer,
        ProducerVersion = "2.5.1",
    };

    /// <summary>Imports the graph.</summary>
    public ImportedModel Import() => OnnxImporter.Convert("model.onnx", Model());

    /// <summary>
    /// Imports the graph and holds what libtorch makes of the network against what the reference makes of the graph.
    /// </summary>
    public ImportedModel ImportAndCompare()
    {
        var (model, imported) = (Model(), Import());
        Assert.Equal(
            imported.Model.Architecture.Parameters.Select(parameter => parameter.Name),
            imported.Model.Weights.Select(array => array.Name));
        var batch = (int)(Batch ?? 3);
        var values = Enumerable.Range(0, batch * (int)sample.Aggregate(1L, (product, size) => product * size))
            .Select(_ => type == ElementType.UInt8 ? _random.NextInt32(256) : _random.NextSingle() - 0.5f).ToArray();
        var input = type == ElementType.UInt8
            ? NamedArray.Of<byte>("input", [batch, .. sample], Array.ConvertAll(values, value => (byte)value))
            : NamedArray.Of<float>("input", [batch, .. sample], values);
        var expected = new GraphEvaluator(model, Precision.Float32).Run(input).Outputs[0];
        var (sizes, actual) = Compute(imported, values, batch);
        Assert.Equal(expected.Sizes.Select(size => (long)size), sizes);
        for (var i = 0; i < actual.Length; i++)
            Assert.True(
                Math.Abs(actual[i] - expected.Values[i]) <= 2 * expected.Errors[i],
                $"element {i}: {actual[i]} instead of {expected.Values[i]} +- {expected.Errors[i]}");
        return imported;
    }

    // Where the graph does the scaling, the network gets what the normalisation makes of the values.
    private static (long[] Sizes, float[] Values) Compute(ImportedModel imported, float[] values, int batch)
    {
        var architecture = imported.Model.Architecture;
        var length = values.Length / batch;
        for (var n = 0; n < batch && imported.TakesRaw; n++)
            imported.Model.Normalization.ApplyInPlace(values.AsSpan(n * length, length), architecture.Input);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        using var network = new Network(imported.Model);
        network.eval();
        var y = network.call(torch.tensor(values, [batch, .. architecture.Input.Select(size => (long)size)]));
        return (y.shape, y.contiguous().data<float>().ToArray());
    }
}
