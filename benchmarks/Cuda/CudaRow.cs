namespace TorchBasics.Benchmarks.Cuda;

/// <summary>A figure.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Who">By whom.</param>
/// <param name="Seconds">How long it took; for steps, one of them.</param>
/// <param name="Samples">Samples of a step; null where it is none.</param>
/// <param name="Remark">What else there is to say.</param>
internal sealed record CudaRow(string Work, string Who, double Seconds, int? Samples, string Remark);
