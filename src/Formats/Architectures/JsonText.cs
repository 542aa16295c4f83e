using System.Text;
using System.Text.Json.Nodes;

namespace TorchBasics.Formats.Architectures;

/// <summary>JSON as a person reads and writes it.</summary>
internal static class JsonText
{
    /// <summary>A value on one line, with blanks behind colons and commas.</summary>
    public static string OnOneLine(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject inner => "{" + string.Join(
            ", ", inner.Select(pair => $"{JsonValue.Create(pair.Key)!.ToJsonString()}: {OnOneLine(pair.Value)}")) + "}",
        JsonArray array => $"[{string.Join(", ", array.Select(OnOneLine))}]",
        _ => node.ToJsonString(),
    };

    /// <summary>A letter of a line, from 1, where a byte of it is known.</summary>
    /// <param name="text">All lines, in UTF-8.</param>
    /// <param name="line">The line, from 0.</param>
    /// <param name="bytes">Bytes of the line that stand before the letter.</param>
    public static int Column(ReadOnlySpan<byte> text, long line, long bytes)
    {
        for (; line > 0 && text.IndexOf((byte)'\n') is >= 0 and var end; line--)
            text = text[(end + 1)..];
        return 1 + Encoding.UTF8.GetCharCount(text[..(int)Math.Min(bytes, text.Length)]);
    }
}
