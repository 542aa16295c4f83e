using TorchBasics.Core.Errors;

namespace TorchBasics.Lessons;

/// <summary>An error that a page says in its own language; its message is the English sentence.</summary>
/// <param name="kind">What kind of thing went wrong.</param>
/// <param name="sentence">What came, what was expected, what to do, in a language.</param>
internal sealed class LessonException(ErrorKind kind, Func<Language, string> sentence)
    : TorchBasicsException(kind, sentence(Language.English))
{
    /// <summary>An error that the texts of all lessons have a sentence for.</summary>
    /// <param name="kind">What kind of thing went wrong.</param>
    /// <param name="key">The text.</param>
    /// <param name="values">What stands in its places; a function is asked what to say.</param>
    public LessonException(ErrorKind kind, string key, params object?[] values)
        : this(kind, language => Say(Texts.Shared(language), key, values))
    {
    }

    /// <summary>The sentence.</summary>
    /// <param name="language">Its language.</param>
    public string In(Language language) => sentence(language);

    private static string Say(Texts texts, string key, object?[] values) =>
        texts.Format(key, [.. values.Select(value => value is Func<Texts, string> say ? say(texts) : value)]);
}
