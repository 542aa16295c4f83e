namespace TorchBasics.Formats.Onnx;

/// <summary>
/// Tells whether a file is a model: protobuf has no magic number, so that the fields of the message are followed.
/// </summary>
internal static class OnnxSignature
{
    private const int Graph = 7;
    private const int MostFields = 1000; // before the graph; most files have it after five or so

    /// <summary>Follows the fields of a message from its beginning to the graph.</summary>
    /// <param name="file">The file; it is read from the beginning.</param>
    /// <returns>Whether all of them are fields of a ModelProto and the graph is one of them.</returns>
    public static bool Matches(Stream file)
    {
        file.Position = 0;
        for (var i = 0; i < MostFields; i++)
        {
            if (Varint(file) is not { } tag || Expected(tag >> 3) is not { } wire || (tag & 7) != (ulong)wire)
                return false;
            if (tag >> 3 == Graph)
                return true; // whether it is complete shows when it is read
            if (Varint(file) is not { } value || (wire == WireType.Bytes && value > (ulong)(file.Length - file.Position)))
                return false;
            file.Position += wire == WireType.Bytes ? (long)value : 0;
        }

        return false;
    }

    // ir_version, producer_name, producer_version, domain, model_version, doc_string, graph, opset_import, metadata_props,
    // training_info, functions
    private static WireType? Expected(ulong field) => field switch
    {
        1 or 5 => WireType.Varint,
        2 or 3 or 4 or 6 or Graph or 8 or 14 or 20 or 25 => WireType.Bytes,
        _ => null,
    };

    private static ulong? Varint(Stream file)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = file.ReadByte();
            if (next < 0)
                return null;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        return null;
    }
}
