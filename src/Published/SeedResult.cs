namespace TorchBasics.Published;

/// <summary>What one seed gave.</summary>
/// <param name="Seed">The seed; of a committee, that of its first member.</param>
/// <param name="Error">Error on the test set after the last step, in percent.</param>
/// <param name="Epochs">
/// The same after each epoch: the last one is <paramref name="Error"/>. Of a committee the mean over its members.
/// </param>
/// <param name="Seconds">Time of training and testing.</param>
/// <param name="WeightHash">SHA-256 of the weights.</param>
/// <param name="Members">Of a committee, the error of each member; else null.</param>
public sealed record SeedResult(
    ulong Seed,
    double Error,
    IReadOnlyList<double> Epochs,
    double Seconds,
    string WeightHash,
    IReadOnlyList<double>? Members = null);
