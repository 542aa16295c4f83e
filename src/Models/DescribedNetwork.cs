using TorchBasics.Core;

namespace TorchBasics.Models;

/// <summary>A network without a class of its own: any architecture, for experiments and for files made elsewhere.</summary>
public sealed class DescribedNetwork : Network
{
    /// <summary>Builds the network and draws its weights.</summary>
    /// <param name="architecture">The description.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public DescribedNetwork(Architecture architecture, ulong seed)
        : base(architecture) => Initialize(seed);
}
