namespace TorchBasics.Training.Records;

/// <summary>Ids and hashes as text.</summary>
internal static class HexText
{
    /// <summary>Digits of a SHA-256.</summary>
    public const int HashLength = 64;

    /// <summary>Whether a text has so many hexadecimal digits, in lower case, and nothing else.</summary>
    public static bool Is(string? text, int length) => text?.Length == length && text.All(char.IsAsciiHexDigitLower);
}
