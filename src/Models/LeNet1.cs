namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.LeNet1"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class LeNet1(ulong seed) : Network(Core.Catalog.LeNet1.Architecture, seed);
