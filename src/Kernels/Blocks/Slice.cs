namespace TorchBasics.Kernels.Blocks;

/// <summary>Some groups of a batch that one thread takes through the whole network at a time.</summary>
/// <param name="Share">Which share of the gradients they add to. The groups of a share follow one another on one thread.</param>
/// <param name="FirstGroup">The first group, counted from the first that is computed here.</param>
/// <param name="Groups">How many groups.</param>
internal readonly record struct Slice(int Share, int FirstGroup, int Groups)
{
    /// <summary>
    /// Groups that go through a network together: as many as fit into the cache of a core, and more than one for wide tiles.
    /// </summary>
    public const int MaxGroups = 2;

    /// <summary>Whether these are the first groups of their share.</summary>
    public bool OpensShare { get; init; }

    /// <summary>Groups of the batch before the first that is computed here: others have those.</summary>
    public int GroupsBefore { get; init; }

    /// <summary>Groups that are computed here, the whole batch where there is nobody else.</summary>
    public int BatchGroups { get; init; }

    /// <summary>Shares of the gradients that they are cut into.</summary>
    public int BatchShares { get; init; }

    /// <summary>Whether the network is trained; otherwise a dropout does nothing.</summary>
    public bool Training { get; init; }

    /// <summary>Decides what a dropout drops.</summary>
    public ulong Seed { get; init; }

    /// <summary>One of the groups alone.</summary>
    public Slice Group(int group) =>
        this with { FirstGroup = FirstGroup + group, Groups = 1, OpensShare = OpensShare && group == 0 };
}
