using TorchBasics.Core;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Export.Onnx;

/// <summary>
/// Gathers nodes and constants. A node of the layer "conv1" is called "/conv1/Conv" and its result "/conv1/Conv_output_0",
/// a second one of the kind "/conv1/Conv_1": the names that torch.onnx gives.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<NamedArray> _constants = [];
    private readonly Dictionary<string, int> _uses = [];

    /// <summary>The nodes, each after those whose results it takes.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>The constants.</summary>
    public IReadOnlyList<NamedArray> Constants => _constants;

    /// <summary>Adds a constant under its own name.</summary>
    /// <returns>The name.</returns>
    public string Constant(NamedArray array)
    {
        _constants.Add(array);
        _uses[array.Name] = 1;
        return array.Name;
    }

    /// <summary>Adds one float.</summary>
    /// <param name="layer">Label of the layer that needs it.</param>
    /// <param name="role">What it is there.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Its name, such as "scaledtanh2.slope".</returns>
    public string Scalar(string layer, string role, float value) =>
        Constant(NamedArray.Of<float>(Unique($"{layer}.{role}"), [], [value]));

    /// <summary>Adds a list of whole numbers.</summary>
    /// <param name="layer">Label of the layer that needs it.</param>
    /// <param name="role">What it is there.</param>
    /// <param name="values">The numbers.</param>
    /// <returns>Its name, such as "s2.axes".</returns>
    public string Integers(string layer, string role, params ReadOnlySpan<long> values) =>
        Constant(NamedArray.Of(Unique($"{layer}.{role}"), [values.Length], values));

    /// <summary>Adds a node with one result.</summary>
    /// <param name="layer">Label of the layer that it computes.</param>
    /// <param name="operation">Name of the operator.</param>
    /// <param name="inputs">Names of the values it takes.</param>
    /// <param name="attributes">Its settings.</param>
    /// <returns>Name of the result.</returns>
    public string Node(
        string layer, string operation, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes)
    {
        var name = Unique($"/{layer}/{operation}");
        var result = $"{name}_output_0";
        _nodes.Add(new OnnxNode(operation, inputs, [result], attributes) { Name = name });
        return result;
    }

    /// <summary>Gives the value that the last node computes the name of the graph's output.</summary>
    /// <param name="value">That value, or the graph's input where no node computes anything.</param>
    /// <param name="output">The new name.</param>
    public void Finish(string value, string output)
    {
        if (_nodes.Count == 0)
            value = Node("output", "Identity", [value]);
        _nodes[^1] = _nodes[^1].Outputs is [var last] && last == value
            ? _nodes[^1] with { Outputs = [output] }
            : throw new ArgumentException($"The value '{value}' is not what the last node computes.", nameof(value));
    }

    private string Unique(string name)
    {
        var uses = _uses[name] = _uses.GetValueOrDefault(name) + 1;
        return uses == 1 ? name : $"{name}_{uses - 1}";
    }
}
