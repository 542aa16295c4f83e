namespace TorchBasics.Formats.Onnx;

/// <summary>What a TensorProto says about its elements, and where and how many they are.</summary>
/// <param name="Name">Name of the array, which may be empty.</param>
/// <param name="DataType">The number of the element type.</param>
/// <param name="Sizes">Size along each axis.</param>
/// <param name="Raw">Place and number of the raw bytes, or null.</param>
/// <param name="Counts">How many elements each of the typed fields lists.</param>
internal sealed record OnnxTensorHeader(
    string Name, long DataType, IReadOnlyList<long> Sizes, (int Offset, int Length)? Raw, IReadOnlyDictionary<int, long> Counts)
{
    /// <summary>How one element of a typed field is written.</summary>
    public static WireType WireOf(int field) => field switch
    {
        OnnxDataType.FloatData => WireType.Fixed32,
        OnnxDataType.DoubleData => WireType.Fixed64,
        _ => WireType.Varint,
    };

    /// <summary>Reads everything but the elements.</summary>
    public static OnnxTensorHeader Read(OnnxSource source, ProtoReader reader)
    {
        var (name, dataType, sizes) = (string.Empty, 0L, new List<long>());
        (int, int)? raw = null;
        var counts = new Dictionary<int, long>();
        source.Charge(reader.Start, 4 * OnnxSource.ObjectCost);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    ReadSizes(source, ref reader, sizes);
                    break;
                case 2:
                    dataType = reader.Integer("the data type of a tensor");
                    break;
                case OnnxDataType.FloatData or OnnxDataType.Int32Data or OnnxDataType.Int64Data or OnnxDataType.DoubleData
                    or OnnxDataType.UInt64Data:
                    var (field, wire) = (reader.Field, WireOf(reader.Field));
                    counts[field] =
                        counts.GetValueOrDefault(field) + reader.Numbers(wire, "a list of elements").CountNumbers(wire);
                    break;
                case 8:
                    name = reader.Text("the name of a tensor");
                    break;
                case 9:
                    raw = reader.Raw("raw_data");
                    break;
                default:
                    SkipOther(ref reader);
                    break;
            }
        }

        return new OnnxTensorHeader(name, dataType, sizes, raw, counts);
    }

    private static void ReadSizes(OnnxSource source, ref ProtoReader reader, List<long> sizes)
    {
        for (var numbers = reader.Numbers(WireType.Varint, "the sizes of a tensor"); numbers.More;)
        {
            var offset = numbers.Position;
            var size = (long)numbers.Varint();
            if (size < 0)
                throw source.Malformed(offset, $"the size along axis {sizes.Count} is {size}; expected at least 0.");
            sizes.Add(size);
            OnnxTensorReader.CheckRank(source, offset, sizes.Count);
        }
    }

    private static void SkipOther(ref ProtoReader reader)
    {
        const int Segment = 3;
        const int ExternalData = 13;
        const int DataLocation = 14;
        switch (reader.Field)
        {
            case Segment:
                throw reader.Here("a tensor is stored in segments, which are not supported.");
            case ExternalData:
                throw reader.Here(
                    "a tensor lies in another file; no file but this one is opened. Store the model with its data inside.");
            case DataLocation when reader.Integer("the location of data") is not 0:
                throw reader.Here(
                    "a tensor is said to lie in another file; no file but this one is opened. "
                    + "Store the model with its data inside.");
            case DataLocation:
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
