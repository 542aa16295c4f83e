namespace TorchBasics.Cli.Commands;

/// <summary>The words of "check --engine".</summary>
internal enum CheckEngine
{
    Reference,
    Libtorch32,
    Libtorch64,
    Fused,
    Cuda,
    All,
}
