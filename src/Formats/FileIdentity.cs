namespace TorchBasics.Formats;

/// <summary>What tells a file from every other one, whatever their names, as long as it is open.</summary>
/// <param name="Device">The disk.</param>
/// <param name="Number">Its number there.</param>
public readonly record struct FileIdentity(ulong Device, ulong Number);
