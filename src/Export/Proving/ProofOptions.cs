using TorchBasics.Export.Onnx;

namespace TorchBasics.Export.Proving;

/// <summary>What is tried.</summary>
/// <param name="Batches">Numbers of samples at once.</param>
/// <param name="Backend">Another program that has to agree, too; null for none.</param>
/// <param name="Seed">Seed of the samples.</param>
/// <param name="Cancellation">Ends the work.</param>
internal sealed record ProofOptions(
    IReadOnlyList<int> Batches, IOnnxBackend? Backend, ulong Seed, CancellationToken Cancellation);
