using TorchBasics.Core;

namespace TorchBasics.Formats.Onnx;

/// <summary>Reads an AttributeProto.</summary>
internal sealed class OnnxAttributeReader(OnnxSource source)
{
    private const int ReferenceField = 21;
    private const int TypeField = 20;

    private static readonly string[] TypeNames =
    [
        "UNDEFINED", "FLOAT", "INT", "STRING", "TENSOR", "GRAPH", "FLOATS", "INTS", "STRINGS", "TENSORS", "GRAPHS",
        "SPARSE_TENSOR",
        "SPARSE_TENSORS", "TYPE_PROTO", "TYPE_PROTOS",
    ];

    private readonly List<float> _floats = [];
    private readonly List<long> _integers = [];
    private readonly List<string> _texts = [];
    private OnnxAttribute _attribute = new(string.Empty, OnnxAttributeType.Other);
    private NamedArray? _tensor;
    private int _found;
    private int _declared;
    private bool _isReference;

    public OnnxAttribute Read(ProtoReader reader)
    {
        source.Charge(reader.Start, 8 * OnnxSource.ObjectCost);
        while (reader.Next())
            ReadField(ref reader);
        if (_attribute.Name.Length == 0)
            throw source.Malformed(reader.Start, "an attribute has no name.");
        // Files of the first format version do not say the type, and writers may leave out a value that is 0 or empty.
        var type = _declared == 0 ? _found : _declared;
        if (_found != 0 && _found != type)
            throw source.Malformed(
                reader.Start, $"the attribute '{_attribute.Name}' holds {NameOf(_found)}; it is said to be {NameOf(type)}.");
        if (!_isReference && IsRead(type))
            return Complete(type);
        source.Skip(reader.Start, _isReference
            ? $"the attribute '{_attribute.Name}', which refers to another"
            : $"the attribute '{_attribute.Name}' of the type {NameOf(type)}");
        return _attribute;
    }

    private OnnxAttribute Complete(int type) => _attribute with
    {
        Type = type == (int)OnnxAttributeType.Tensor && _tensor is null ? OnnxAttributeType.Other : (OnnxAttributeType)type,
        Tensor = _tensor,
        Floats = _floats,
        Integers = _integers,
        Texts = _texts,
    };

    // The format's number of the type whose values a field holds, or 0.
    private static int TypeOfField(int field) => field switch
    {
        >= 2 and <= 11 => field - 1, // from a float to a list of graphs
        14 or 15 => field - 1,       // a type, a list of types
        22 or 23 => field - 11,      // a sparse tensor, a list of them
        _ => 0,
    };

    private static bool IsRead(int type) => type is (>= 1 and <= 4) or (>= 6 and <= 8);

    private static string NameOf(int type) => type >= 0 && type < TypeNames.Length ? TypeNames[type] : $"{type}";

    private void ReadField(ref ProtoReader reader)
    {
        if (TypeOfField(reader.Field) is var type and > 0)
            Find(ref reader, type);
        switch (reader.Field)
        {
            case 1:
                _attribute = _attribute with { Name = reader.Text("the name of an attribute") };
                break;
            case 2:
                _attribute = _attribute with { Float = reader.Float("the value of an attribute") };
                break;
            case 3:
                _attribute = _attribute with { Integer = reader.Integer("the value of an attribute") };
                break;
            case 4:
                _attribute = _attribute with { Text = reader.Text("the value of an attribute") };
                break;
            case 5:
                _tensor = OnnxTensorReader.Read(source, reader.Message("the value of an attribute"));
                break;
            case TypeField:
                var declared = reader.Integer("the type of an attribute");
                _declared = declared is >= 0 and <= byte.MaxValue
                    ? (int)declared
                    : throw reader.Here($"{declared} is not the type of an attribute.");
                break;
            case ReferenceField:
                _isReference = reader.Text("the reference of an attribute").Length > 0;
                break;
            default:
                ReadList(ref reader);
                break;
        }
    }

    private void ReadList(ref ProtoReader reader)
    {
        switch (reader.Field)
        {
            case 7:
                for (var numbers = Open(ref reader, WireType.Fixed32); numbers.More;)
                    _floats.Add(BitConverter.UInt32BitsToSingle(numbers.Fixed32()));
                break;
            case 8:
                for (var numbers = Open(ref reader, WireType.Varint); numbers.More;)
                    _integers.Add((long)numbers.Varint());
                break;
            case 9:
                _texts.Add(reader.RepeatedText("a text of an attribute"));
                break;
            default:
                reader.Skip();
                break;
        }
    }

    // A list grows by doubling, so that up to three times its length is allocated.
    private ProtoReader Open(ref ProtoReader reader, WireType single)
    {
        var numbers = reader.Numbers(single, "a list of an attribute");
        source.Charge(numbers.Start, 3L * sizeof(long) * numbers.CountNumbers(single));
        return numbers;
    }

    private void Find(ref ProtoReader reader, int type)
    {
        if (_found != 0 && _found != type)
            throw reader.Here($"an attribute holds both {NameOf(_found)} and {NameOf(type)}; expected one value.");
        _found = type;
    }
}
