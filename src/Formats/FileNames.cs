namespace TorchBasics.Formats;

/// <summary>Names of files made of names from files.</summary>
public static class FileNames
{
    /// <summary>A name that leads nowhere.</summary>
    /// <param name="name">Any text.</param>
    /// <returns>The text with '_' for all but ASCII letters, digits, '-' and '_'.</returns>
    public static string Of(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
}
