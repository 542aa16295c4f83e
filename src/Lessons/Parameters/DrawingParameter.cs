namespace TorchBasics.Lessons.Parameters;

/// <summary>
/// A grey picture that a person draws or drops: its bytes in Base64, row by row, 0 for paper and 255 for ink; an empty text
/// for none.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Rows, and columns.</param>
public sealed record DrawingParameter(string Name, int Size) : Parameter(Name, "")
{
    /// <inheritdoc/>
    public override string ExpectedIn(Texts texts) => texts.Format("expected.drawing", Size);

    /// <inheritdoc/>
    public override string? Normalize(string text) =>
        text.Length == 0 || Parse(text) is not null ? text : null;

    /// <summary>Reads the picture; null where the text is none.</summary>
    internal byte[]? Parse(string text)
    {
        var bytes = new byte[Size * Size];
        return Convert.TryFromBase64String(text, bytes, out var count) && count == bytes.Length ? bytes : null;
    }
}
