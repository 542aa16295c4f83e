using System.Text;
using CsCheck;
using TorchBasics.Core;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Tests.Managed.Formats.Onnx;

/// <summary>Models to write: drawn ones, and the text of one, since the lists of records compare by reference.</summary>
internal static class OnnxModels
{
    private static readonly Gen<string> Word = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 1, 6], OneOf("/conv1/Conv_output_0", "größe", "層", "a b", "\U0001F600"));

    private static readonly Gen<NamedArray> Array =
        from name in Word
        from type in Gen.Enum<ElementType>()
        from sizes in Gen.Long[0, 3].List[0, 3]
        from bytes in Gen.Byte.Array[(int)sizes.Aggregate((long)NamedArray.SizeOf(type), (product, size) => product * size)]
        select new NamedArray(
            name, type, sizes, type == ElementType.Boolean ? bytes.Select(value => (byte)(value & 1)).ToArray() : bytes);

    private static readonly Gen<OnnxAttribute> Attribute =
        from name in Word
        from type in OneOf(Enum.GetValues<OnnxAttributeType>()[1..])
        from number in Gen.Float
        from integer in Gen.Long
        from text in Word
        from tensor in Array
        from floats in Gen.Float.List[0, 3]
        from integers in Gen.Long.List[0, 3]
        from texts in Word.List[0, 3]
        select type switch
        {
            OnnxAttributeType.Float => new OnnxAttribute(name, type) { Float = number },
            OnnxAttributeType.Integer => new OnnxAttribute(name, type) { Integer = integer },
            OnnxAttributeType.Text => new OnnxAttribute(name, type) { Text = text },
            OnnxAttributeType.Tensor => new OnnxAttribute(name, type) { Tensor = tensor },
            OnnxAttributeType.Floats => new OnnxAttribute(name, type) { Floats = floats },
            OnnxAttributeType.Integers => new OnnxAttribute(name, type) { Integers = integers },
            _ => new OnnxAttribute(name, type) { Texts = texts },
        };

    private static readonly Gen<OnnxDimension> Dimension = Gen.OneOf(
        Gen.Long[0, long.MaxValue].Select(size => new OnnxDimension(size, string.Empty)),
        Word.Select(name => new OnnxDimension(null, name)),
        Gen.Const(new OnnxDimension(null, string.Empty)));

    private static readonly Gen<OnnxValue> Value =
        from name in Word
        from type in Gen.Enum<ElementType>()
        from sizes in Dimension.List[0, 4]
        select new OnnxValue(name, OnnxValueKind.Tensor, type, sizes);

    /// <summary>Models that may be written: a chain of nodes, each of which takes the last value and any constant.</summary>
    public static Gen<OnnxModel> Any { get; } =
        from input in Value
        from output in Value
        from constants in Array.List[0, 3]
        from nodes in Gen.Select(Word, Word, Attribute.List[0, 4]).List[1, 5]
        from metadata in Gen.Select(Word, Gen.String).List[0, 3]
        from version in Gen.Long[1, 30]
        from more in Gen.Long[1, 30]
        select new OnnxModel(
            Graph(input, output, constants, nodes),
            [new OnnxOperatorSet(string.Empty, version), new OnnxOperatorSet("com.example", more)])
        {
            IrVersion = version + 3,
            ProducerName = output.Name,
            ProducerVersion = input.Name,
            Metadata = metadata.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2),
        };

    /// <summary>Everything that a model holds, line by line.</summary>
    public static string Describe(OnnxModel model)
    {
        var text = new StringBuilder();
        text.AppendLine(
            $"{model.IrVersion} '{model.ProducerName}' '{model.ProducerVersion}' "
            + $"{string.Join(", ", model.OperatorSets)} {string.Join(", ", model.Unread)}");
        foreach (var (key, value) in model.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.AppendLine($"'{key}' = '{value}'");
        text.AppendLine($"graph '{model.Graph.Name}'");
        foreach (var value in model.Graph.Inputs.Concat(model.Graph.Outputs))
            text.AppendLine($"value '{value.Name}' {value.Kind} {value.Type} [{string.Join("; ", value.Sizes!)}]");
        foreach (var array in model.Graph.Initializers)
            text.AppendLine(Describe(array));
        foreach (var node in model.Graph.Nodes)
        {
            text.AppendLine(
                $"node '{node.Name}' {node.Domain}.{node.Operator} ('{string.Join("', '", node.Inputs)}') "
                + $"-> '{string.Join("', '", node.Outputs)}'");
            foreach (var attribute in node.Attributes)
                text.AppendLine(Describe(attribute));
        }

        return text.ToString();
    }

    private static string Describe(OnnxAttribute attribute) =>
        $"  {attribute.Type} '{attribute.Name}' {BitConverter.SingleToUInt32Bits(attribute.Float):X} {attribute.Integer} "
        + $"'{attribute.Text}' " +
        $"{(attribute.Tensor is { } tensor ? Describe(tensor) : "-")} "
        + $"[{string.Join(" ", attribute.Floats.Select(BitConverter.SingleToUInt32Bits))}] " +
        $"[{string.Join(" ", attribute.Integers)}] ['{string.Join("', '", attribute.Texts)}']";

    private static string Describe(NamedArray array) => $"'{array}' {Convert.ToHexString(array.Bytes.Span)}";

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    // Names of values get numbers, so that each is given once.
    private static OnnxGraph Graph(
        OnnxValue input, OnnxValue output, List<NamedArray> constants, List<(string, string, List<OnnxAttribute>)> nodes)
    {
        constants = [.. constants.Select(
            (array, index) => new NamedArray($"{array.Name}.{index}", array.Type, array.Sizes, array.Bytes))];
        var written = nodes.Select((node, index) => new OnnxNode(
            node.Item1,
            [index == 0 ? input.Name : $"value {index - 1}", string.Empty, .. constants.Select(array => array.Name)],
            [index == nodes.Count - 1 ? $"{output.Name} out" : $"value {index}", string.Empty],
            [.. node.Item3.DistinctBy(attribute => attribute.Name)])
        {
            Name = node.Item2,
            Domain = index % 2 == 0 ? string.Empty : "com.example",
        });
        return new OnnxGraph("graph", [.. written], constants, [input], [output with { Name = $"{output.Name} out" }]);
    }
}
