namespace TorchBasics.Cli.Rendering;

/// <summary>Text from files, which must not steer a terminal.</summary>
internal static class Printable
{
    /// <summary>
    /// The text on one line: blanks for ends of lines and tabs, and a visible sign for each other letter that a terminal would
    /// obey.
    /// </summary>
    public static string OnOneLine(string text) =>
        string.Concat(
            text.ReplaceLineEndings(" ").Select(letter => letter == '\t' ? ' ' : char.IsControl(letter) ? '\uFFFD' : letter));
}
