namespace TorchBasics.Cli.Rendering;

/// <summary>Breaks text into lines.</summary>
internal static class LineBreaking
{
    /// <summary>Breaks between words; a word that is longer than a line stays whole, on a line of its own.</summary>
    /// <param name="text">The text.</param>
    /// <param name="width">Letters of a line.</param>
    /// <returns>The lines, at least one.</returns>
    public static IEnumerable<string> Between(string text, int width)
    {
        while (text.Length > width)
        {
            var blank = text.LastIndexOf(' ', Math.Max(0, width));
            if (blank <= 0)
                blank = text.IndexOf(' ', Math.Max(0, width));
            if (blank <= 0)
                break;
            yield return text[..blank];
            text = text[(blank + 1)..];
        }

        yield return text;
    }
}
