using System.Globalization;
using System.Text;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;

namespace TorchBasics.Export;

/// <summary>What was written, and how it was shown to be right.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">What it is.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The hash of its content, 64 hexadecimal digits.</param>
/// <param name="Batches">The numbers of samples that were tried at once.</param>
/// <param name="Proof">The comparisons, all of which held.</param>
public sealed record ExportReport(
    string Path, FileKind Format, long Bytes, string Sha256, IReadOnlyList<int> Batches, IReadOnlyList<ProofLine> Proof)
{
    /// <summary>The network's name.</summary>
    public required string Network { get; init; }

    /// <summary>The number of its trainable numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>The data set that it was trained on; "unknown" where that was elsewhere, "nothing" before any training.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>What the file does not hold that a person may expect there, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The report in lines.</summary>
    /// <returns>The file, and a line for each comparison.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Path}: {Bytes:N0} bytes, sha256 {Sha256}");
        text.AppendLine(CultureInfo.InvariantCulture, $"read back and run on batches of {string.Join(", ", Batches)}:");
        text.AppendJoin(Environment.NewLine, Proof.Select(line => $"  {line}"));
        return text.ToString();
    }
}
