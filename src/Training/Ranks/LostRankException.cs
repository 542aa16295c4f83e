using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Ranks;

/// <summary>A rank died, hangs, or cannot be reached.</summary>
/// <param name="ranks">Which ones.</param>
/// <param name="message">What was waited for, and how long.</param>
/// <param name="innerException">What MPI said, if it said something.</param>
public sealed class LostRankException(IReadOnlyList<int> ranks, string message, Exception? innerException = null)
    : TorchBasicsException(ErrorKind.Failed, message, innerException)
{
    /// <summary>The ranks that were lost.</summary>
    public IReadOnlyList<int> Ranks => ranks;
}
