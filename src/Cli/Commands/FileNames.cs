namespace TorchBasics.Cli.Commands;

/// <summary>Names of files made of names from files.</summary>
internal static class FileNames
{
    /// <summary>The name with '_' for all but ASCII letters, digits, '-' and '_', so that it leads nowhere.</summary>
    public static string Of(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
}
