namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.LeNet5Original"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class LeNet5Original(ulong seed) : Network(Core.Catalog.LeNet5Original.Architecture, seed);
