namespace TorchBasics.Export.Proving;

/// <summary>What is tried.</summary>
/// <param name="Batches">Numbers of samples at once.</param>
/// <param name="VerifyWithOnnxRuntime">Whether ONNX Runtime has to agree, too.</param>
/// <param name="Seed">Seed of the samples.</param>
/// <param name="Cancellation">Ends the work.</param>
internal sealed record ProofOptions(IReadOnlyList<int> Batches, bool VerifyWithOnnxRuntime, ulong Seed, CancellationToken Cancellation);
