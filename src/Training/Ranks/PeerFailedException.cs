using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Ranks;

/// <summary>Another rank ended with an error, which it reports itself; this one ends with the same exit code.</summary>
/// <param name="rank">Which rank.</param>
/// <param name="kind">What kind of error it had.</param>
public sealed class PeerFailedException(int rank, ErrorKind kind)
    : TorchBasicsException(kind, FormattableString.Invariant($"Rank {rank} ended with an error; see its message."))
{
    /// <summary>The rank that has the message.</summary>
    public int Rank => rank;
}
