using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Data;

/// <summary>What a user can say about the data besides their name.</summary>
public sealed record DataOptions
{
    /// <summary>A folder to look for "mnist" or "fashion-mnist" in, before all others.</summary>
    public string? Folder { get; init; }

    /// <summary>The name of the label column of a CSV file; null means the last column.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Seed of the split of a CSV file into training and test set.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Share of a CSV file's rows that become the test set, in (0, 1).</summary>
    public double TestShare { get; init; } = 0.2;

    /// <summary>Use at most this many training samples, the first ones; null means all.</summary>
    public int? TrainLimit { get; init; }

    /// <summary>Use at most this many test samples, the first ones; null means all.</summary>
    public int? TestLimit { get; init; }

    /// <summary>Refuses numbers out of range.</summary>
    /// <exception cref="TorchBasicsException">A number is out of its range: kind Usage.</exception>
    internal void Check()
    {
        if (TestShare is not (> 0 and < 1))
            throw new TorchBasicsException(
                ErrorKind.Usage, $"The share of test rows is {TestShare}; expected a number between 0 and 1, such as 0.2.");
        foreach (var (limit, what) in new[] { (TrainLimit, "training"), (TestLimit, "test") })
            if (limit < 1)
                throw new TorchBasicsException(
                    ErrorKind.Usage, $"The limit of {what} samples is {limit}; expected at least 1, or no limit.");
    }
}
