using TorchBasics.Core.Errors;
using TorchBasics.Export.Onnx;
using TorchBasics.Export.Proving;

namespace TorchBasics.Export;

/// <summary>How a network is written, and what has to agree before the file gets its name.</summary>
public sealed record ExportOptions
{
    private readonly IReadOnlyList<int> _batches = [1, 2, 7, 64];

    /// <summary>What an ONNX file holds besides the network.</summary>
    public OnnxExportOptions Onnx { get; init; } = new();

    /// <summary>Another program that has to agree, too, such as ONNX Runtime; only for ONNX. Null for none.</summary>
    public IOnnxBackend? VerifyWith { get; init; }

    /// <summary>
    /// Numbers of samples at once, each of which is tried: at least one, none below 1. Those that would take the reference too
    /// long are left out, and one is tried where all would.
    /// </summary>
    /// <exception cref="TorchBasicsException">There is none, or one below 1: kind Usage.</exception>
    public IReadOnlyList<int> Batches
    {
        get => _batches;
        init => _batches = value.Count > 0 && value.All(batch => batch > 0)
            ? value
            : throw new TorchBasicsException(ErrorKind.Usage, $"The batches to be tried are [{string.Join(", ", value)}]; "
                + "expected at least one, and none below 1.");
    }

    /// <summary>Seed of the samples.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Ends the work, with <see cref="OperationCanceledException"/>; nothing has changed on the disk then.</summary>
    public CancellationToken Cancellation { get; init; }

    internal ProofOptions Proof => new(Batches, VerifyWith, Seed, Cancellation);
}
