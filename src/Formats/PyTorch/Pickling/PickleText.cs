using System.Text;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>A text, valid UTF-8. Most are never needed as a string.</summary>
internal sealed class PickleText(ReadOnlyMemory<byte> utf8) : PickleValue("a text")
{
    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Utf8 => utf8.Span;

    /// <summary>Its letters, as a new string.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8);
}
