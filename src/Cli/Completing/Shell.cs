namespace TorchBasics.Cli.Completing;

/// <summary>The shells for which there is a script.</summary>
internal enum Shell
{
    Bash,
    Zsh,
    Fish,
    PowerShell,
}
