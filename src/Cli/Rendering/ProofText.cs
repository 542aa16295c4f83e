using System.Globalization;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Runtime;

namespace TorchBasics.Cli.Rendering;

/// <summary>Whether libtorch's operators are right, in a line.</summary>
internal static class ProofText
{
    public static string Of(NativeRuntimeInfo info)
    {
        var proof = info.Proof;
        var duration = string.Create(CultureInfo.InvariantCulture, $"{proof.Milliseconds:0} ms");
        return proof.State switch
        {
            ProofState.Proven => $"proven: {proof.Questions} known answers, each bit by bit, in {duration}"
                + (proof.Remark is { } remark ? $"; {remark}" : ""),
            ProofState.Mended => $"mended, then proven by {proof.Questions} known answers in {duration}: {proof.Remark}",
            ProofState.Kept => $"wrong: {proof.Remark}",
            ProofState.Refused => $"wrong, so they are not used: {proof.Remark}",
            _ => $"not proven: {proof.Remark}",
        };
    }
}
