namespace TorchBasics.Tests.Managed.Formats.PyTorch;

/// <summary>A hostile file and a part of the reason for which it is refused.</summary>
internal sealed record Attack(string Name, byte[] File, string Reason);
