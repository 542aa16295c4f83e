namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.CaffeLeNet"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class CaffeLeNet(ulong seed) : Network(Core.Catalog.CaffeLeNet.Architecture, seed);
