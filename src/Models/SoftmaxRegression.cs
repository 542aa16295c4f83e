namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.SoftmaxRegression"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class SoftmaxRegression(ulong seed) : Network(Core.Catalog.SoftmaxRegression.Architecture, seed);
