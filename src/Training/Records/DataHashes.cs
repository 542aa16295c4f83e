using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;

namespace TorchBasics.Training.Records;

/// <summary>SHA-256 of every set of samples that a run uses, in lower-case hexadecimal.</summary>
/// <param name="Training">The samples that it learns from, without those kept back.</param>
/// <param name="HoldOut">The samples kept back; null when there are none.</param>
/// <param name="Test">The test set.</param>
public sealed record DataHashes(string Training, string? HoldOut, string Test)
{
    /// <summary>Hashes sets of samples.</summary>
    internal static DataHashes Of(SampleSet training, SampleSet? holdOut, SampleSet test) =>
        new(training.Hash, holdOut?.Hash, test.Hash);

    /// <summary>Refuses what is no hash.</summary>
    /// <exception cref="TorchBasicsException">One is not 64 hexadecimal digits: kind Data.</exception>
    internal void Check()
    {
        foreach (var hash in new[] { Training, HoldOut ?? Training, Test })
            if (!HexText.Is(hash, HexText.HashLength))
                throw new TorchBasicsException(ErrorKind.Data, $"The hash '{hash}' of a data set is no SHA-256.");
    }

    /// <summary>Refuses to continue on other samples.</summary>
    /// <param name="data">What the data set is called.</param>
    /// <param name="now">What it holds now.</param>
    /// <exception cref="TorchBasicsException">A set is not the one of these hashes: kind Data.</exception>
    internal void RequireSame(string data, DataHashes now)
    {
        Require("training set", Training, now.Training);
        Require("hold-out", HoldOut, now.HoldOut);
        Require("test set", Test, now.Test);

        void Require(string set, string? before, string? after)
        {
            if (before != after)
            {
                throw new TorchBasicsException(
                    ErrorKind.Data,
                    $"The {set} of {data} is not the one this run started with: its SHA-256 is {after ?? "none"}, that of the "
                    + $"run {before ?? "none"}. A run can only continue on the same samples: "
                    + "put them back, or start another run.");
            }
        }
    }
}
