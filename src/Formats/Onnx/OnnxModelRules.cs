using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>
/// What a model must fulfil before it is written: the rules of onnx.checker, and that nothing is lost on the way.
/// </summary>
internal static class OnnxModelRules
{
    private const int OldestVersion = 4; // before it, every initializer had to be an input too

    /// <summary>Checks a model.</summary>
    /// <exception cref="ArgumentException">It breaks a rule.</exception>
    public static void Check(OnnxModel model)
    {
        Require(model.Unread.Count == 0, () => $"it was read without {model.Unread[0]}.");
        Require(
            model.IrVersion >= OldestVersion,
            () => $"its format version is {model.IrVersion}; expected at least {OldestVersion}.");
        Require(model.OperatorSets.Count > 0, () => "it names no set of operators.");
        foreach (var set in model.OperatorSets)
            Require(set.Version >= 1 && set.Version == model.VersionOf(set.Domain), () =>
                $"the set of operators '{set.Domain}' has the version {set.Version}; expected at least 1, and one for each set.");
        var graph = model.Graph;
        Require(graph.Name.Length > 0, () => "its graph has no name.");
        foreach (var node in graph.Nodes)
        {
            Require(
                model.VersionOf(node.Domain) is not null,
                () => $"the node {node.Operator} is of the set of operators '{node.Domain}', which the model does not name.");
            Check(node);
        }

        foreach (var value in graph.Inputs.Concat(graph.Outputs))
            Check(value);
        foreach (var array in graph.Initializers)
            Check(array);
        CheckNames(graph);
    }

    private static void Check(OnnxNode node)
    {
        Require(node.Operator.Length > 0, () => $"the node '{node.Name}' names no operator.");
        Require(node.Inputs.Count + node.Outputs.Count > 0, () => $"the node {node.Operator} has neither inputs nor outputs.");
        var names = new HashSet<string>();
        foreach (var attribute in node.Attributes)
        {
            Require(attribute.Name.Length > 0, () => $"an attribute of the node {node.Operator} has no name.");
            Require(names.Add(attribute.Name), () => $"the node {node.Operator} has two attributes '{attribute.Name}'.");
            Require(
                attribute.Type != OnnxAttributeType.Other && Enum.IsDefined(attribute.Type),
                () => $"the attribute '{attribute.Name}' of the node {node.Operator} holds nothing that can be written.");
            if (attribute.Type == OnnxAttributeType.Tensor)
                Check(attribute.Tensor
                    ?? throw Broken($"the attribute '{attribute.Name}' of the node {node.Operator} holds no tensor."));
        }
    }

    private static void Check(OnnxValue value)
    {
        Require(
            value is { Kind: OnnxValueKind.Tensor, Type: not null, Sizes: not null },
            () => $"the value '{value.Name}' has no type or no sizes; only inputs and outputs that are arrays can be written.");
        foreach (var (size, name) in value.Sizes!)
            Require(size is null or >= 0 && (size is null || name.Length == 0), () => $"an axis of '{value.Name}' has the size "
                + $"{size} and the name '{name}'; expected a size of at least 0, or a name, or neither.");
        Require(
            value.Sizes.Count <= OnnxTensorReader.MaximumRank,
            () => $"'{value.Name}' has {value.Sizes.Count} axes; at most {OnnxTensorReader.MaximumRank} can be read.");
    }

    private static void Check(NamedArray array)
    {
        Require(
            array.Sizes.Count <= OnnxTensorReader.MaximumRank,
            () => $"{array.Name} has {array.Sizes.Count} axes; at most {OnnxTensorReader.MaximumRank} can be read.");
        Require(
            array.Type != ElementType.Boolean || !array.Bytes.Span.ContainsAnyExceptInRange((byte)0, (byte)1),
            () => $"a truth value of {array.Name} is neither 0 nor 1.");
    }

    // Each name is given once, and used only after that. An input may have an initializer of its name: a default.
    private static void CheckNames(OnnxGraph graph)
    {
        var known = new HashSet<string>();
        foreach (var input in graph.Inputs)
            Add(known, input.Name, "input");
        var constants = new HashSet<string>();
        foreach (var array in graph.Initializers)
            Add(constants, array.Name, "initializer");
        known.UnionWith(constants);
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
                Require(
                    input.Length == 0 || known.Contains(input),
                    () => $"the node {node.Operator} uses '{input}', which nothing before it computes.");
            foreach (var output in node.Outputs.Where(output => output.Length > 0))
                Add(known, output, "output of a node");
        }

        foreach (var output in graph.Outputs)
            Require(known.Contains(output.Name), () => $"nothing in the graph computes its output '{output.Name}'.");
    }

    private static void Add(HashSet<string> names, string name, string what)
    {
        Require(name.Length > 0, () => $"an {what} has no name.");
        Require(names.Add(name), () => $"the name '{name}' of an {what} is given twice.");
    }

    private static void Require(bool holds, Func<string> reason)
    {
        if (!holds)
            throw Broken(reason());
    }

    private static ArgumentException Broken(string reason) => new($"The model cannot be written as ONNX: {reason}");
}
