using System.CommandLine;
using TorchBasics.Cli.Completing;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics completion SHELL: what makes the tab key complete commands, options, models and values.</summary>
internal static class CompletionCommand
{
    private const string Help =
        """
        The shell. The first line below tries it in the shell that is open, the second has it in every new one.
        bash:        eval "$(torchbasics completion bash)"
                     torchbasics completion bash > ~/.local/share/bash-completion/completions/torchbasics
                     (without the package bash-completion: the first line at the end of ~/.bashrc)
        zsh:         eval "$(torchbasics completion zsh)"
                     the same line in ~/.zshrc, behind "autoload -U compinit && compinit"
        fish:        torchbasics completion fish | source
                     torchbasics completion fish > ~/.config/fish/completions/torchbasics.fish
        powershell:  torchbasics completion powershell | Out-String | Invoke-Expression
                     the same line in the file that $PROFILE names
        """;

    public static Command Create(Screen screen)
    {
        var words = ShellScripts.Words;
        var shell = new Argument<Shell>("SHELL")
        {
            HelpName = string.Join('|', words.Keys),
            Description = Help,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (!words.TryGetValue(text, out var known))
                    result.AddError(
                        $"'{text}' is no shell that is known here; expected one of {string.Join(", ", words.Keys)}."
                        + NearestName.Hint(text, words.Keys));
                return known;
            },
        };
        shell.CompletionSources.Clear();
        var json = GlobalOptions.Json("the script");
        var command = new Command(
            "completion", "Print a script that makes the tab key complete commands, options, models, values and names of files")
        {
            shell, json,
        };
        command.SetAction(parsed => Print(screen, parsed.GetValue(shell), parsed.GetValue(json)));
        return command;
    }

    private static void Print(Screen screen, Shell shell, bool json)
    {
        var script = ShellScripts.Of(shell).ReplaceLineEndings("\n") + "\n";
        if (json)
            screen.Json(new CompletionReport(ShellScripts.WordOf(shell), script), JsonForms.Completion);
        else
            screen.Writer.Write(script);
    }
}
