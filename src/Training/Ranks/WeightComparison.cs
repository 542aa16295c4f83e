using System.Security.Cryptography;
using System.Text;
using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Ranks;

/// <summary>Whether all ranks have come to the same weights: one whose processor or memory errs is found here.</summary>
internal static class WeightComparison
{
    /// <summary>Compares hashes.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="hash">Of this rank's weights.</param>
    /// <param name="step">Steps done.</param>
    /// <exception cref="TorchBasicsException">
    /// They differ: kind Failed, with the names of those that differ from the most. Rank 0 says so, the others throw a
    /// <see cref="PeerFailedException"/>.
    /// </exception>
    public static void Require(RankGroup ranks, string hash, long step)
    {
        var own = SHA256.HashData(Encoding.UTF8.GetBytes(hash));
        var all = ranks.Gather(own);
        var hashes = new string[ranks.Size];
        for (var rank = 0; rank < ranks.Size; rank++)
            hashes[rank] = Convert.ToHexString(all.Slice(rank * own.Length, own.Length));
        var most = hashes.CountBy(each => each).MaxBy(count => count.Value);
        if (most.Value == ranks.Size)
            return;
        var isClear = most.Value * 2 > ranks.Size;
        var named = string.Join(", ", hashes.Index().Where(each => !isClear || each.Item != most.Key)
            .Select(each => $"rank {each.Index} ({ranks.Hosts[each.Index]})"));
        throw ranks.Leads
            ? new TorchBasicsException(
                ErrorKind.Failed,
                FormattableString.Invariant($"After step {step} the weights of {named} ")
                + (isClear ? "differ from those of all others" : "differ, and no majority says which are right")
                + ": a processor, its memory or the network between them errs. Check the machine with "
                + "'torchbasics check', leave it out, and resume from a checkpoint that was written before.")
            : new PeerFailedException(0, ErrorKind.Failed);
    }
}
