namespace TorchBasics.Published;

/// <summary>What one seed gave.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Error">Error on the test set after the last step, in percent.</param>
/// <param name="Epochs">The same after each epoch: the last one is <paramref name="Error"/>.</param>
/// <param name="Seconds">Time of training and testing.</param>
/// <param name="WeightHash">SHA-256 of the weights.</param>
public sealed record SeedResult(ulong Seed, double Error, IReadOnlyList<double> Epochs, double Seconds, string WeightHash);
