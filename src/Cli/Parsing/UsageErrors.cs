using System.CommandLine;
using System.CommandLine.Parsing;
using TorchBasics.Core;

namespace TorchBasics.Cli.Parsing;

/// <summary>What is wrong with a line that was typed, with the nearest name for each one that is unknown.</summary>
internal static class UsageErrors
{
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var unknown = UnknownOptions(parsed).ToList();
        if (unknown.Count > 0)
            return [.. unknown.Select(token => $"There is no option '{token}'.{OptionHint.Of(token, OptionNames(parsed))}")];
        if (Empty(parsed.CommandResult) is { } empty)
            return [$"{empty} is empty; nothing here takes an empty text. Leave it out or give a value."];
        // the latter with --help
        if (parsed.UnmatchedTokens.Count > 0 && (parsed.Errors.Count > 0 || parsed.CommandResult.Command.Subcommands.Count > 0))
            return [Unmatched(parsed, parsed.UnmatchedTokens[0])];
        return [.. parsed.Errors.Select(error => error.Message)];
    }

    /// <summary>The command line that shows help for the command that was typed.</summary>
    public static string HelpCommand(ParseResult parsed) =>
        string.Join(
            ' ', Path(parsed.CommandResult).Select(result => result.Command is RootCommand ? "torchbasics" : result.Command.Name))
        + " --help";

    // A mistyped option in front of a free argument is taken for that argument; nobody means a file called "--modle".
    private static IEnumerable<string> UnknownOptions(ParseResult parsed)
    {
        var free = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(result => result.Tokens).Select(token => token.Value);
        return parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            : free.Concat(parsed.UnmatchedTokens).Where(token => token.Length > 1 && token[0] == '-');
    }

    // The name of an argument or an option that was given as "".
    private static string? Empty(CommandResult result) => result.Children.Select(child => child switch
    {
        ArgumentResult argument => (argument.Argument.Name, argument.Tokens),
        OptionResult option => (option.Option.Name, option.Tokens),
        _ => (string.Empty, []),
    }).FirstOrDefault(given => given.Item2.Any(token => string.IsNullOrWhiteSpace(token.Value))).Item1;

    private static string Unmatched(ParseResult parsed, string token)
    {
        var commands = parsed.CommandResult.Command.Subcommands;
        return commands.Count > 0
            ? $"There is no command '{token}'.{NearestName.Hint(token, commands.Select(command => command.Name))}"
            : $"'{token}' is one argument too many for '{parsed.CommandResult.Command.Name}'.";
    }

    private static IEnumerable<string> OptionNames(ParseResult parsed) =>
        Path(parsed.CommandResult).SelectMany(result => result.Command.Options)
            .SelectMany(option => option.Aliases.Prepend(option.Name))
            .Where(name => name.StartsWith("--", StringComparison.Ordinal));

    private static IEnumerable<CommandResult> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result) : [result];
}
