using System.Diagnostics;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>What the tab key completes in the shells themselves, each with the script that it was given.</summary>
public sealed class ShellCompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ShellCompletionTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The shells are those of Unix.");
        File.WriteAllText(_folder["my net.json"], "{}");
        Directory.CreateDirectory(_folder["my runs"]);
        File.WriteAllText(_folder["torchbasics"], $"#!/bin/sh\nexec '{CliProcess.Host}' '{CliProcess.Program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder["torchbasics"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("torchbasics tra", "train")]
    [InlineData("torchbasics train lenet5-", "lenet5-original")]
    [InlineData("torchbasics train mlp --optimizer nes", "nesterov")]
    [InlineData("torchbasics train mlp --optimizer=nes", "nesterov")]
    [InlineData("torchbasics train mlp --find", "--find-learning-rate")]
    [InlineData("torchbasics train --architecture my", "my net.json|my runs")]
    [InlineData("torchbasics train --resume my", "my runs")]
    [InlineData("torchbasics completion f", "fish")]
    [InlineData("torchbasics train mlp --epochs ", "")]
    public void Bash_completes(string line, string expected)
    {
        var words = line.Replace("=", " = ").Split(' '); // as bash cuts it: at blanks, and around signs of COMP_WORDBREAKS
        var found = Run("bash", "try.sh", $"""
            eval "$(torchbasics completion bash)"
            complete -p torchbasics > /dev/null || exit 1
            COMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))})
            COMP_CWORD={words.Length - 1} COMP_LINE='{line}' COMP_POINT={line.Length}
            _torchbasics torchbasics '{words[^1]}' '{words[^2]}'
            for word in {"\"${COMPREPLY[@]}\""}; do printf '%s\n' "$word"; done
            """);

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("torchbasics tra", "torchbasics train ")]
    [InlineData("torchbasics train mlp --optimizer nes", "torchbasics train mlp --optimizer nesterov ")]
    [InlineData("torchbasics train mlp --optimizer=nes", "torchbasics train mlp --optimizer=nesterov ")]
    [InlineData("torchbasics train --resume my", "torchbasics train --resume my\\ runs/")]
    public void Zsh_completes(string line, string expected)
    {
        // A line editor wants a terminal: zpty is one. A key of our own writes what then stands in the line.
        var found = Run("zsh", "try.zsh", $$"""
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell 'autoload -U compinit && compinit -D -u; eval "$(torchbasics completion zsh)"'
            zpty -w shell 'show() { print -r -- "$BUFFER" > shown; mv shown line }; zle -N show; bindkey "^X^X" show; : > ready'
            await() { repeat 600; do [[ -e $1 ]] && return; sleep 0.1; done; exit 1 }
            await ready
            zpty -w -n shell $'{{line}}\t\x18\x18'
            await line
            cat line
            zpty -d shell
            """);

        Assert.Equal([expected], found);
    }

    [Theory]
    [InlineData("torchbasics tra", "train")]
    [InlineData("torchbasics train lenet5-", "lenet5-original")]
    [InlineData("torchbasics train mlp --optimizer=nes", "--optimizer=nesterov")]
    [InlineData("torchbasics train --architecture my", "my net.json|my runs/")]
    [InlineData("torchbasics train --resume my", "my runs/")]
    public void Fish_completes(string line, string expected)
    {
        var found = Run("fish --no-config", "try.fish", $"""
            torchbasics completion fish | source
            complete -C "{line}"
            """);

        Assert.Equal(expected.Split('|'), found.Select(word => word.Split('\t')[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("torchbasics tra", "train")]
    [InlineData("torchbasics train lenet5-", "lenet5-original")]
    [InlineData("torchbasics train mlp --optimizer nes", "nesterov")]
    [InlineData("torchbasics train mlp --optimizer=nes", "--optimizer=nesterov")]
    [InlineData("torchbasics train --resume my", "'./my runs'")]
    public void PowerShell_completes(string line, string expected)
    {
        var found = Run("pwsh", "try.ps1", $"""
            torchbasics completion powershell | Out-String | Invoke-Expression
            $line = '{line}'
            [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches |
                ForEach-Object CompletionText
            """);

        Assert.Equal([expected], found);
    }

    private string[] Run(string shell, string file, string script)
    {
        File.WriteAllText(_folder[file], script);
        var isTool = shell == "pwsh"; // of the repository, see .config
        var start = new ProcessStartInfo(
            isTool ? CliProcess.Host : "sh",
            isTool
                ? ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-WorkingDirectory", _folder.Path,
                    "-File", _folder[file]]
                : ["-c", $"command -v {shell.Split(' ')[0]} > /dev/null || exit 127; exec {shell} {file}"])
        {
            WorkingDirectory = isTool ? AppContext.BaseDirectory : _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_folder.Path}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var result = CliProcess.End(process);
        var isMissing = result.Code == 127 || (isTool && result.Error.Contains("dotnet tool restore", StringComparison.Ordinal));
        var mustBeThere = OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipWhen(isMissing && !mustBeThere, $"No shell {shell}");
        return result.ShouldSucceed().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
