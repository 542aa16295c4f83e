namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.TensorFlowTutorialNet"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
public sealed class TensorFlowTutorialNet(ulong seed) : Network(Core.Catalog.TensorFlowTutorialNet.Architecture, seed);
