namespace TorchBasics.Models.Fused;

/// <summary>A run of groups of a batch that one thread takes through the whole network.</summary>
/// <param name="Index">Which slice of the batch.</param>
/// <param name="FirstGroup">Its first group.</param>
/// <param name="Groups">How many groups.</param>
internal readonly record struct Slice(int Index, int FirstGroup, int Groups)
{
    /// <summary>Whether the network learns; otherwise a dropout does nothing.</summary>
    public bool Training { get; init; }

    /// <summary>Decides what a dropout drops.</summary>
    public ulong Seed { get; init; }
}
