using System.Globalization;

namespace TorchBasics.Lessons;

/// <summary>
/// What a lesson says in a language. A file of texts is a list of entries: a line "# key", and below it the text until the
/// next such line. An empty line ends a paragraph; other line ends are blanks, or nothing between Chinese characters.
/// </summary>
public sealed class Texts
{
    private static readonly char[] Marks = ['*', '`']; // of words that stand out: no letters

    private readonly string _name;
    private readonly Dictionary<string, string> _entries;
    private readonly Texts? _shared;

    private Texts(string name, Language language, Dictionary<string, string> entries, Texts? shared) =>
        (_name, Language, _entries, _shared) = (name, language, entries, shared);

    /// <summary>The language.</summary>
    public Language Language { get; }

    /// <summary>The keys of all entries.</summary>
    public IReadOnlyCollection<string> Keys => _entries.Keys;

    /// <summary>A text.</summary>
    /// <param name="key">Its key, in the lesson's own file or in the one that all share.</param>
    public string this[string key] => Find(key) ?? throw new InvalidOperationException($"{_name} has no text '{key}'.");

    /// <summary>Reads the texts of a lesson.</summary>
    /// <param name="lesson">The lesson's name.</param>
    /// <param name="language">The language.</param>
    /// <returns>The texts, with those that all lessons share behind them.</returns>
    public static Texts Of(string lesson, Language language) => Read(lesson, language, Shared(language));

    /// <summary>Reads the texts that all lessons share.</summary>
    /// <param name="language">The language.</param>
    /// <returns>The texts.</returns>
    public static Texts Shared(Language language) => Read("shared", language, null);

    /// <summary>A text that may be missing.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The text; null where there is none.</returns>
    public string? Find(string key) => _entries.GetValueOrDefault(key) ?? _shared?.Find(key);

    /// <summary>A text with values in the places {0}, {1} and so on.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="values">The values; numbers are written as everywhere, with a point.</param>
    /// <returns>The text.</returns>
    public string Format(string key, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, this[key], values);

    /// <summary>One text behind another.</summary>
    /// <param name="before">The first.</param>
    /// <param name="after">The second.</param>
    /// <returns>Both, with a space between them, but between Chinese characters and beside Chinese punctuation.</returns>
    public static string Join(string before, string after)
    {
        var (last, first) = (before.TrimEnd(Marks).LastOrDefault(), after.TrimStart(Marks).FirstOrDefault());
        return (IsWide(last) && IsWide(first)) || IsWidePunctuation(last) || IsWidePunctuation(first)
            ? before + after : $"{before} {after}";
    }

    /// <summary>The paragraphs of a text.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The paragraphs.</returns>
    public IReadOnlyList<string> Paragraphs(string key) => this[key].Split('\n');

    /// <summary>Reads the content of a file of texts.</summary>
    /// <param name="file">What it is called where something is wrong with it.</param>
    /// <param name="language">Its language.</param>
    /// <param name="content">Its entries.</param>
    /// <param name="shared">Where to look for what it does not have; null for nowhere.</param>
    internal static Texts Parse(string file, Language language, string content, Texts? shared)
    {
        var entries = new Dictionary<string, string>();
        foreach (var entry in content.ReplaceLineEndings("\n").Split("\n# ", StringSplitOptions.None))
        {
            var (key, text) = entry.TrimStart('#', ' ').Split('\n', 2) is [var first, var rest] ? (first, rest) : (entry, "");
            if (!entries.TryAdd(key.Trim(), Joined(text)))
                throw new InvalidOperationException($"{file} has two texts '{key.Trim()}'.");
        }

        return new(file, language, entries, shared);
    }

    private static Texts Read(string name, Language language, Texts? shared)
    {
        var file = $"{name}.{language.Code}";
        return Parse(file, language, Resources.Text($"texts/{file}.txt"), shared);
    }

    private static string Joined(string text) => string.Join(
        '\n',
        text.Trim().Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(JoinLines));

    private static string JoinLines(string paragraph) => paragraph.Split('\n').Aggregate(Join);

    // It brings its own room.
    private static bool IsWidePunctuation(char letter) =>
        letter is (>= '\u3001' and <= '\u3011') or (>= '\uFF01' and <= '\uFF0F') or (>= '\uFF1A' and <= '\uFF20');

    private static bool IsWide(char letter) => letter >= '\u2E80';
}
