namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.LeNet4"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class LeNet4(ulong seed) : Network(Core.Catalog.LeNet4.Architecture, seed);
