using TorchBasics.Core.Errors;

namespace TorchBasics.Training.Ranks;

/// <summary>What must be the same on all ranks so that they compute the same numbers.</summary>
/// <param name="Versions">Versions of this program and of what it computes with.</param>
/// <param name="Arithmetic">What this processor makes of a few of the samples: the hash of loss and gradients.</param>
/// <param name="Options">What the user asked for.</param>
/// <param name="Data">Hashes of the samples.</param>
/// <param name="Network">The network, layer by layer.</param>
/// <param name="Weights">Hash of the weights with which training begins.</param>
internal sealed record RankAgreement(
    string Versions, string Arithmetic, string Options, string Data, string Network, string Weights)
{
    /// <summary>Compares the ranks.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <exception cref="TorchBasicsException">
    /// One differs from the first: kind NativeRuntime for versions and arithmetic, else Usage. Rank 0 says so, the others throw
    /// a <see cref="PeerFailedException"/> of the same kind.
    /// </exception>
    public void Require(RankGroup ranks)
    {
        Require(ranks, Versions, ErrorKind.NativeRuntime, "other versions of TorchBasics or of its libraries",
            "Install the same ones on all machines.");
        Require(ranks, Options, ErrorKind.Usage, "other options", "Start all ranks with the same command.");
        Require(ranks, Data, ErrorKind.Usage, "other samples", "Copy the same files to all machines, or name their folder.");
        Require(ranks, Network, ErrorKind.Usage, "another network", "Copy the same description to all machines.");
        Require(ranks, Weights, ErrorKind.Usage, "other weights to begin with", "Copy the same model to all machines.");
        Require(ranks, Arithmetic, ErrorKind.NativeRuntime, "a processor or a kernel that gives other bits",
            "Choose machines of one kind, or set TORCHBASICS_WIDEST_KERNELS to what all of them have.");
    }

    private static void Require(RankGroup ranks, string own, ErrorKind kind, string what, string advice)
    {
        var texts = ranks.GatherTexts(own);
        var other = texts.Index().FirstOrDefault(text => text.Item != texts[0]);
        if (other.Item is null)
            return;
        if (!ranks.Leads)
            throw new PeerFailedException(0, kind);
        throw new TorchBasicsException(
            kind,
            $"Rank {other.Index} ({ranks.Hosts[other.Index]}) has {what} than rank 0 ({ranks.Hosts[0]}): "
            + $"'{Short(other.Item, texts[0])}' instead of '{Short(texts[0], other.Item)}'. {advice}");
    }

    // The part that differs, with some of what stands before it.
    private static string Short(string text, string other)
    {
        const int Before = 20, Most = 80;
        var common = text.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        var start = Math.Max(0, common - Before);
        var part = text[start..Math.Min(text.Length, start + Most)];
        return (start > 0 ? "..." : "") + part + (start + Most < text.Length ? "..." : "");
    }
}
