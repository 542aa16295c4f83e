namespace TorchBasics.Cli.Completing;

/// <summary>
/// The scripts that make shells ask the program for candidates. They read a line for each word, with its meaning behind a tab,
/// and a last line that says whether files or folders can stand there, too.
/// </summary>
internal static class ShellScripts
{
    /// <summary>Every shell by its word.</summary>
    public static IReadOnlyDictionary<string, Shell> Words { get; } = new Dictionary<string, Shell>
    {
        ["bash"] = Shell.Bash,
        ["zsh"] = Shell.Zsh,
        ["fish"] = Shell.Fish,
        ["powershell"] = Shell.PowerShell,
    };

    /// <summary>The word of a shell.</summary>
    public static string WordOf(Shell shell) => Words.Single(word => word.Value == shell).Key;

    /// <summary>The script of a shell, with lines that end as those of Unix.</summary>
    public static string Of(Shell shell) => shell switch
    {
        Shell.Bash => Bash,
        Shell.Zsh => Zsh,
        Shell.Fish => Fish,
        Shell.PowerShell => PowerShell,
    };

    // $2 is the word up to the cursor. What bash 3.2 of macOS lacks is not used, or not missed.
    private const string Bash =
        """
        # Completion of torchbasics for bash.
        _torchbasics() {
            local line wish=
            COMPREPLY=()
            while IFS= read -r line; do
                case $line in
                    :*) wish=${line#:} ;;
                    *) COMPREPLY+=("${line%%$'\t'*}") ;;
                esac
            done < <("${1/#\~/$HOME}" '[complete]' "${COMP_WORDS[@]:1:COMP_CWORD-1}" "=$2" 2>/dev/null)
            case $wish in
                files) wish=-f ;;
                folders) wish=-d ;;
                *) return ;;
            esac
            compopt -o filenames 2>/dev/null
            while IFS= read -r line; do
                COMPREPLY+=("$line")
            done < <(compgen "$wish" -- "$2")
        }
        complete -F _torchbasics torchbasics
        """;

    private const string Zsh =
        """
        #compdef torchbasics
        # Completion of torchbasics for zsh.
        _torchbasics() {
            local line word wish=
            local -a candidates before
            (( CURRENT > 2 )) && before=("${(@)words[2,CURRENT-1]}")
            while IFS= read -r line; do
                case $line in
                    :*) wish=${line#:} ;;
                    *$'\t'*) word=${line%%$'\t'*}; candidates+=("${word//:/\\:}:${line#*$'\t'}") ;;
                    *) candidates+=("${line//:/\\:}") ;;
                esac
            done < <(${~words[1]} '[complete]' "${before[@]}" "=$PREFIX" 2>/dev/null)
            local nothing=1
            (( ${#candidates} )) && _describe -t words 'torchbasics' candidates && nothing=0
            case $wish in
                files) _files && nothing=0 ;;
                folders) _files -/ && nothing=0 ;;
            esac
            return nothing
        }
        if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
            _torchbasics "$@"
        else
            compdef _torchbasics torchbasics
        fi
        """;

    private const string Fish =
        """
        # Completion of torchbasics for fish.
        function __torchbasics_candidates
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -l program (string replace -r '^~' $HOME -- $words[1])
            for line in ($program '[complete]' $words[2..-1] "=$current" 2>/dev/null)
                switch $line
                    case :files
                        __fish_complete_path "$current"
                    case :folders
                        __fish_complete_directories "$current" ''
                    case ':*'
                    case '*'
                        echo $line
                end
            end
        end
        complete -c torchbasics -f -a '(__torchbasics_candidates)'
        """;

    private const string PowerShell =
        """
        # Completion of torchbasics for PowerShell.
        Register-ArgumentCompleter -Native -CommandName torchbasics -ScriptBlock {
            param($current, $line, $cursor)
            $words = @($line.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor } |
                Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
            & $line.CommandElements[0].ToString() '[complete]' @words "=$current" 2>$null | ForEach-Object {
                if ($_ -eq ':files') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($current)
                } elseif ($_ -eq ':folders') {
                    [System.Management.Automation.CompletionCompleters]::CompleteFilename($current) |
                        Where-Object ResultType -eq 'ProviderContainer'
                } elseif ($_ -ne ':') {
                    $word, $meaning = $_ -split "`t", 2
                    if (-not $meaning) { $meaning = $word }
                    [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $meaning)
                }
            }
        }
        """;
}
