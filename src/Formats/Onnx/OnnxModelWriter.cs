using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>
/// Writes a model as a ModelProto. Fields stand in the order of their numbers' first use here and metadata in the order of
/// their keys, so that equal models are equal files; elements of arrays stand as raw_data.
/// </summary>
/// <remarks>Source of the numbers of fields: onnx.proto of the ONNX project.</remarks>
internal static class OnnxModelWriter
{
    /// <summary>Composes the file.</summary>
    /// <exception cref="ArgumentException">The model breaks a rule of the format.</exception>
    public static ProtoWriter Compose(OnnxModel model)
    {
        OnnxModelRules.Check(model);
        var file = new ProtoWriter();
        file.Integer(1, model.IrVersion);
        OptionalText(file, 2, model.ProducerName);
        OptionalText(file, 3, model.ProducerVersion);
        file.Message(7, Graph(model.Graph));
        foreach (var set in model.OperatorSets)
            file.Message(8, Set(set));
        foreach (var (key, text) in model.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            file.Message(14, Entry(key, text));
        return file.Length <= int.MaxValue
            ? file
            : throw new ArgumentException(
                $"The model needs {file.Length} bytes; a protobuf message has at most {int.MaxValue}.", nameof(model));
    }

    private static ProtoWriter Set(OnnxOperatorSet set)
    {
        var message = new ProtoWriter();
        message.Text(1, set.Domain);
        message.Integer(2, set.Version);
        return message;
    }

    private static ProtoWriter Entry(string key, string text)
    {
        var message = new ProtoWriter();
        message.Text(1, key);
        message.Text(2, text);
        return message;
    }

    private static ProtoWriter Graph(OnnxGraph graph)
    {
        var message = new ProtoWriter();
        foreach (var node in graph.Nodes)
            message.Message(1, Node(node));
        message.Text(2, graph.Name);
        foreach (var array in graph.Initializers)
            message.Message(5, Tensor(array));
        foreach (var input in graph.Inputs)
            message.Message(11, Value(input));
        foreach (var output in graph.Outputs)
            message.Message(12, Value(output));
        return message;
    }

    private static ProtoWriter Node(OnnxNode node)
    {
        var message = new ProtoWriter();
        foreach (var input in node.Inputs)
            message.Text(1, input);
        foreach (var output in node.Outputs)
            message.Text(2, output);
        OptionalText(message, 3, node.Name);
        message.Text(4, node.Operator);
        foreach (var attribute in node.Attributes)
            message.Message(5, Attribute(attribute));
        OptionalText(message, 7, node.Domain);
        return message;
    }

    private static ProtoWriter Attribute(OnnxAttribute attribute)
    {
        var message = new ProtoWriter();
        message.Text(1, attribute.Name);
        switch (attribute.Type)
        {
            case OnnxAttributeType.Float:
                message.Float(2, attribute.Float);
                break;
            case OnnxAttributeType.Integer:
                message.Integer(3, attribute.Integer);
                break;
            case OnnxAttributeType.Text:
                message.Text(4, attribute.Text);
                break;
            case OnnxAttributeType.Tensor:
                message.Message(5, Tensor(attribute.Tensor!));
                break;
            case OnnxAttributeType.Floats:
                foreach (var value in attribute.Floats)
                    message.Float(7, value);
                break;
            case OnnxAttributeType.Integers:
                foreach (var value in attribute.Integers)
                    message.Integer(8, value);
                break;
            default:
                foreach (var text in attribute.Texts)
                    message.Text(9, text);
                break;
        }

        message.Integer(20, (long)attribute.Type);
        return message;
    }

    private static ProtoWriter Tensor(NamedArray array)
    {
        var message = new ProtoWriter();
        foreach (var size in array.Sizes)
            message.Integer(1, size);
        message.Integer(2, OnnxDataType.CodeOf(array.Type));
        OptionalText(message, 8, array.Name);
        if (array.Count > 0) // onnx.checker allows no field of data in a tensor without elements
            message.Raw(9, array.Bytes);
        return message;
    }

    private static ProtoWriter Value(OnnxValue value)
    {
        var (message, type, tensor, shape) = (new ProtoWriter(), new ProtoWriter(), new ProtoWriter(), new ProtoWriter());
        foreach (var size in value.Sizes!)
            shape.Message(1, Dimension(size));
        tensor.Integer(1, OnnxDataType.CodeOf(value.Type!.Value));
        tensor.Message(2, shape);
        type.Message(1, tensor);
        message.Text(1, value.Name);
        message.Message(2, type);
        return message;
    }

    private static ProtoWriter Dimension(OnnxDimension dimension)
    {
        var message = new ProtoWriter();
        if (dimension.Size is { } size)
            message.Integer(1, size);
        OptionalText(message, 2, dimension.Name);
        return message;
    }

    private static void OptionalText(ProtoWriter message, int field, string text)
    {
        if (text.Length > 0)
            message.Text(field, text);
    }
}
