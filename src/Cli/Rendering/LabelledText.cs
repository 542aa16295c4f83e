namespace TorchBasics.Cli.Rendering;

/// <summary>"label       text", with the text broken between words so that it fits 80 columns, and continued below itself.</summary>
internal static class LabelledText
{
    private const int Indent = 12;
    private const int Width = 80 - Indent;

    public static IEnumerable<string> Lines(string label, string text)
    {
        var start = label.PadRight(Indent);
        while (text.Length > Width && text.LastIndexOf(' ', Width) is var blank and > 0)
        {
            yield return start + text[..blank];
            (start, text) = (new string(' ', Indent), text[(blank + 1)..]);
        }

        yield return start + text;
    }
}
