namespace TorchBasics.Cli.Rendering;

/// <summary>
/// "label       text", with the text broken between words so that it fits the lines, and continued below itself.
/// </summary>
internal static class LabelledText
{
    private const int Indent = 12;
    private const int Widest = 80;

    /// <summary>The letters of a line: 80, or those of a narrower terminal.</summary>
    public static int WidthOn(Screen screen) => screen.IsTerminal ? Math.Min(Widest, screen.Output.Profile.Width) : Widest;

    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(string label, string text, int width = Widest)
    {
        var start = label.PadRight(Indent);
        foreach (var line in LineBreaking.Between(text, width - Indent))
        {
            yield return start + line;
            start = new string(' ', Indent);
        }
    }

    /// <summary>Prints the lines.</summary>
    public static void Print(Screen screen, string label, string text)
    {
        foreach (var line in Lines(label, text, WidthOn(screen)))
            screen.Line(line);
    }

    /// <summary>Prints a sentence, broken between words on a terminal, in one line elsewhere.</summary>
    public static void Print(Screen screen, string sentence)
    {
        foreach (var line in screen.IsTerminal ? LineBreaking.Between(sentence, screen.Output.Profile.Width) : [sentence])
            screen.Line(line);
    }
}
