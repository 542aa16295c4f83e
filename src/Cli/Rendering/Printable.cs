namespace TorchBasics.Cli.Rendering;

/// <summary>Text from files, which must not steer a terminal.</summary>
internal static class Printable
{
    /// <summary>The text with a visible sign for each letter that a terminal would obey; ends of lines and tabs stay.</summary>
    public static string Of(string text) => string.Concat(text.Select(letter => char.IsControl(letter) && letter is not ('\n' or '\t') ? '\uFFFD' : letter));

    /// <summary>The same with blanks for ends of lines and tabs.</summary>
    public static string OnOneLine(string text) => Of(text.ReplaceLineEndings(" ").Replace('\t', ' '));
}
