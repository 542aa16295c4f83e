namespace TorchBasics.Cli.Completing;

/// <summary>What the shell itself offers beside the candidates.</summary>
internal enum PathWish
{
    None,
    Files,
    Folders,
}
