using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TorchBasics.Formats;

/// <summary>Checks text before it is decoded.</summary>
internal static class Utf8Text
{
    /// <summary>The first byte that belongs to no character, or -1.</summary>
    public static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
            return -1;
        var position = 0;
        while (Rune.DecodeFromUtf8(text[position..], out _, out var length) == OperationStatus.Done)
            position += length;
        return position;
    }
}
