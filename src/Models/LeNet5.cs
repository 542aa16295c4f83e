namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.LeNet5"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class LeNet5(ulong seed) : Network(Core.Catalog.LeNet5.Architecture, seed);
