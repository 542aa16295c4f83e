namespace TorchBasics.Formats.Onnx;

/// <summary>Reads a ValueInfoProto: the name and the type of an input or output.</summary>
internal static class OnnxValueReader
{
    public static OnnxValue Read(OnnxSource source, ProtoReader reader)
    {
        source.Charge(reader.Start, 2 * OnnxSource.ObjectCost);
        var value = new OnnxValue(string.Empty, OnnxValueKind.Unknown, Type: null, Sizes: null);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    value = value with { Name = reader.Text("the name of a value") };
                    break;
                case 2:
                    value = ReadType(source, reader.Message("the type of a value"), value);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    private static OnnxValue ReadType(OnnxSource source, ProtoReader reader, OnnxValue value)
    {
        const int Tensor = 1;
        const int Sequence = 4;
        const int Map = 5;
        const int Sparse = 8;
        const int Optional = 9;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Tensor:
                    value = ReadTensorType(
                        source, reader.Message("the type of a tensor"), value with { Kind = OnnxValueKind.Tensor });
                    continue;
                case Sequence:
                    value = value with { Kind = OnnxValueKind.Sequence };
                    break;
                case Optional:
                    value = value with { Kind = OnnxValueKind.Optional };
                    break;
                case Map or Sparse:
                    value = value with { Kind = OnnxValueKind.Other };
                    break;
            }

            reader.Skip();
        }

        return value;
    }

    private static OnnxValue ReadTensorType(OnnxSource source, ProtoReader reader, OnnxValue value)
    {
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    var code = reader.Integer("the element type of a value");
                    value = value with { Type = OnnxDataType.Find(code) };
                    if (value.Type is null)
                        source.Skip(reader.Start, $"a value of the type {OnnxDataType.NameOf(code)}");
                    break;
                case 2:
                    value = value with { Sizes = ReadSizes(source, reader.Message("the sizes of a value")) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return value;
    }

    private static List<OnnxDimension> ReadSizes(OnnxSource source, ProtoReader reader)
    {
        var sizes = new List<OnnxDimension>();
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            source.Charge(reader.Position, OnnxSource.ObjectCost);
            sizes.Add(ReadSize(reader.RepeatedMessage("the size along an axis")));
            OnnxTensorReader.CheckRank(source, reader.Position, sizes.Count);
        }

        return sizes;
    }

    private static OnnxDimension ReadSize(ProtoReader reader)
    {
        var (size, name) = ((long?)null, string.Empty);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    size = reader.Integer("the size along an axis");
                    break;
                case 2:
                    name = reader.Text("the name of an axis");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // Some writers say -1 for a size that may be any.
        return new OnnxDimension(size is >= 0 ? size : null, name);
    }
}
