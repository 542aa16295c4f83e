namespace TorchBasics.Cli.Parsing;

/// <summary>Words in the place of a command that other programs know: help, version, -v.</summary>
internal static class FirstWord
{
    /// <summary>"help train" is "train --help", "help" is "--help", "version" and "-v" are "--version".</summary>
    /// <param name="arguments">What was typed.</param>
    /// <returns>What it means.</returns>
    public static string[] Translate(string[] arguments) => arguments switch
    {
        ["help", .. var command] => [.. command, "--help"],
        ["version" or "-v"] => ["--version"],
        _ => arguments,
    };
}
