namespace TorchBasics.Models;

/// <summary>A libtorch module of <see cref="Core.Catalog.Mlp"/>.</summary>
/// <param name="seed">Seed of the initial weights.</param>
/// <param name="hidden">Units of each hidden layer; none given means one layer of 300.</param>
public sealed class Mlp(ulong seed, params ReadOnlySpan<int> hidden)
    : Network(hidden.IsEmpty ? Core.Catalog.Mlp.Architecture : Core.Catalog.Mlp.Describe("mlp", [1, 28, 28], 10, hidden), seed);
