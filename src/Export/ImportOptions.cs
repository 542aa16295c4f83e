using TorchBasics.Core;

namespace TorchBasics.Export;

/// <summary>What a person knows of a file and the file does not say.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// The network that arrays belong to; null to take the only model of the catalogue that they fit. Of no use for a file that
    /// says itself what network it holds.
    /// </summary>
    public Architecture? Architecture { get; init; }

    /// <summary>How raw values become those that enter the network; null for what the file says, or the model's recipe.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>What the outputs stand for; null for what the file says, or their numbers from 0.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }
}
