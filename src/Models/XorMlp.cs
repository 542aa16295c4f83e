namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.XorMlp"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class XorMlp(ulong seed) : Network(Core.Catalog.XorMlp.Architecture, seed);
