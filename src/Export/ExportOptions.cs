using TorchBasics.Export.Onnx;

namespace TorchBasics.Export;

/// <summary>How a network is written, and what has to agree before the file gets its name.</summary>
public sealed record ExportOptions
{
    /// <summary>What an ONNX file holds besides the network.</summary>
    public OnnxExportOptions Onnx { get; init; } = new();

    /// <summary>Whether ONNX Runtime has to agree, too; only for ONNX.</summary>
    public bool VerifyWithOnnxRuntime { get; init; }

    /// <summary>
    /// Numbers of samples at once, each of which is tried; none is below 1. Those that would take the reference too long are left out, and
    /// one is tried where all would.
    /// </summary>
    public IReadOnlyList<int> Batches { get; init; } = [1, 2, 7, 64];

    /// <summary>Seed of the samples.</summary>
    public ulong Seed { get; init; } = 1;
}
