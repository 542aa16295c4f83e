namespace TorchBasics.Lessons.Parameters;

/// <summary>Something of a lesson that a person may change. Its value is a text, as in an address or on a command line.</summary>
/// <param name="Name">Its name, a word in lower case.</param>
/// <param name="Default">The value it begins with, as a text in its usual form.</param>
public abstract record Parameter(string Name, string Default)
{
    /// <summary>What values are expected, such as "a number from -2 to 2".</summary>
    public string Expected => ExpectedIn(Texts.Shared(Language.English));

    /// <summary>The same in a language.</summary>
    /// <param name="texts">Its texts.</param>
    /// <returns>The words.</returns>
    public abstract string ExpectedIn(Texts texts);

    /// <summary>Puts a value into its usual form.</summary>
    /// <param name="text">The value as it was given.</param>
    /// <returns>The usual form; null where it is no value.</returns>
    public abstract string? Normalize(string text);
}
