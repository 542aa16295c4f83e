using System.Text;

namespace TorchBasics.Training.Records;

/// <summary>Texts with commas between them, as the fields of a CSV file stand in a row.</summary>
internal static class TextList
{
    /// <summary>Takes a list apart.</summary>
    /// <param name="text">The list; a text with a comma or a quote stands between quotes, in which two stand for one.</param>
    /// <returns>The texts, those without quotes without blanks around; null where a quote is not closed or misplaced.</returns>
    public static IReadOnlyList<string>? Parse(string text)
    {
        var texts = new List<string>();
        for (var place = 0; ;)
        {
            var part = new StringBuilder();
            while (place < text.Length && text[place] == ' ')
                place++;
            if (place < text.Length && text[place] == '"')
            {
                for (place++; ; place++)
                {
                    if (place == text.Length)
                        return null;
                    if (text[place] == '"' && (++place == text.Length || text[place] != '"'))
                        break;
                    part.Append(text[place]);
                }

                while (place < text.Length && text[place] == ' ')
                    place++;
                texts.Add(part.ToString());
            }
            else
            {
                while (place < text.Length && text[place] != ',')
                    part.Append(text[place++]);
                texts.Add(part.ToString().TrimEnd());
            }

            if (place == text.Length)
                return texts;
            if (text[place++] != ',')
                return null;
        }
    }

    /// <summary>Puts a list together such that <see cref="Parse"/> gives it back.</summary>
    /// <param name="texts">At least one text.</param>
    public static string Text(IReadOnlyList<string> texts) => string.Join(',', texts.Select(text =>
        text.AsSpan().IndexOfAny(',', '"') >= 0 || text.StartsWith(' ') || text.EndsWith(' ')
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text));
}
