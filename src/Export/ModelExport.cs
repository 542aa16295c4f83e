using System.Security.Cryptography;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Onnx;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;

namespace TorchBasics.Export;

/// <summary>
/// Writes networks to files that other programs read. Before a file gets its name it is read back, and what it computes is
/// compared with what the network computes; a file that differs by more than rounding explains never appears.
/// </summary>
public static class ModelExport
{
    /// <summary>Writes a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="path">The file; an existing one is replaced when the new one is proven.</param>
    /// <param name="format">What to write.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>What was written and what was compared.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TorchBasicsException">
    /// A layer has no faithful expression in the format: kind Usage. A weight is not finite: kind Data. The file could not be
    /// written, or does not compute the same: kind Failed. Nothing has changed on the disk then.
    /// </exception>
    public static ExportReport Write(Model model, string path, FileKind format, ExportOptions? options = null) =>
        Write(model, new KernelOriginal(model), path, format, options);

    /// <summary>Writes a network that runs on something else than our kernels.</summary>
    /// <param name="model">The network as it is described.</param>
    /// <param name="original">What runs it, and what the file has to agree with.</param>
    /// <param name="path">The file; an existing one is replaced when the new one is proven.</param>
    /// <param name="format">What to write.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>What was written and what was compared.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TorchBasicsException">As for a network on our kernels.</exception>
    public static ExportReport Write(
        Model model, IOriginal original, string path, FileKind format, ExportOptions? options = null)
    {
        options ??= new();
        FiniteWeights.Check(model.Architecture.Name, model.Weights);
        // refuses before anything is computed
        var content = Encode(model, Path.GetFileNameWithoutExtension(path), format, options);
        var isGraph = format == FileKind.Onnx;
        var describes = Describes(format);
        var proof = new ExportProof(
            model, original, options.Proof,
            softmax: isGraph && OnnxExporter.AppendsSoftmax(model.Architecture, options.Onnx),
            raw: isGraph && options.Onnx.IncludePreprocessing);
        var known = new ImportOptions { Architecture = model.Architecture }; // for a file that does not say it
        List<ProofLine> lines = [proof.Original];
        var sha256 = string.Empty;
        AtomicFile.RemoveLeftovers(Path.GetDirectoryName(Path.GetFullPath(path))!); // of exports that were killed
        AtomicFile.Write(path, stream => stream.Write(content), written =>
        {
            sha256 = Convert.ToHexStringLower(SHA256.HashData(written.Span));
            lines.AddRange(isGraph
                ? proof.Of(OnnxFile.ParseModel(path, written), written)
                : proof.Of(ModelImport.Parse(path, format, written, known), describes));
        });
        return new ExportReport(path, format, content.Length, sha256, proof.Batches, lines)
        {
            Network = model.Architecture.Name,
            Parameters = model.Architecture.ParameterCount,
            TrainedOn = model.TrainedOn,
            Notes = [.. NotesOn(model, format)],
        };
    }

    /// <summary>The bytes of a file, where there is no disk. Nothing is proven.</summary>
    /// <param name="model">The network.</param>
    /// <param name="format">What to write.</param>
    /// <param name="options">How; null for the defaults. What they say of proofs has no effect.</param>
    /// <returns>
    /// The bytes that <see cref="Write(Model, string, FileKind, ExportOptions?)"/> gives to a file of the network's name.
    /// </returns>
    /// <exception cref="TorchBasicsException">
    /// A layer has no faithful expression in the format: kind Usage. A weight is not finite: kind Data.
    /// </exception>
    public static byte[] ToBytes(Model model, FileKind format, ExportOptions? options = null)
    {
        FiniteWeights.Check(model.Architecture.Name, model.Weights);
        return Encode(model, model.Architecture.Name, format, options ?? new());
    }

    // Whether a file of ours says what network it holds.
    private static bool Describes(FileKind format) => format switch
    {
        FileKind.Onnx or FileKind.SafeTensors or FileKind.PyTorch => true,
        FileKind.Npz => false,
    };

    private static IEnumerable<string> NotesOn(Model model, FileKind format)
    {
        if (!Describes(format))
            yield return ArraysAlone(model.Architecture);
        foreach (var note in NotesOnTables(model, format))
            yield return note;
        if (model.IsDeskewed)
            yield return $"{model.Architecture.Name} learnt from deskewed pictures, and the deskewing is not in the file: "
                + "whoever feeds it pictures has to deskew them first (docs/distortions.md). "
                + (Describes(format)
                    ? "The file says so under 'torchbasics.deskewed', so that TorchBasics deskews what it predicts."
                    : "The file does not say so.");
    }

    private static IEnumerable<string> NotesOnTables(Model model, FileKind format)
    {
        if (model.Targets is { } targets)
            yield return $"The outputs of {model.Architecture.Name} are standardised: {targets.Names[0]} is "
                + FormattableString.Invariant($"{targets.Means[0]} + {targets.Deviations[0]} times the first output. ")
                + (Describes(format) ? "The file holds these numbers under 'torchbasics.targets'." : "The file does not say so.");
        if (model.Table is not null)
            yield return $"{model.Architecture.Name} takes numbers for words and empty fields, which are not in the network: "
                + "whoever feeds it has to put them there (docs/data.md). "
                + (Describes(format) ? "The file says under 'torchbasics.table' which ones." : "The file does not say so.");
    }

    private static string ArraysAlone(Architecture architecture) =>
        "An npz file holds arrays alone. " + (KnownEntry.Of(architecture) is not null
            ? "Whoever reads it has to know preprocessing and class names; the other formats keep them."
            : $"{architecture.Name} is no model of the catalogue, so that it cannot be read back as this network; "
                + "the other formats keep the description.");

    private static byte[] Encode(Model model, string name, FileKind format, ExportOptions options) => format switch
    {
        FileKind.Onnx => OnnxFile.ToBytes(OnnxExporter.Convert(model, options.Onnx)),
        FileKind.SafeTensors => ModelFile.ToBytes(model),
        FileKind.PyTorch => TorchFile.ToBytes(
            name,
            BatchCounts.Add(model.Architecture, model.Weights),
            new Dictionary<string, string> { [ModelTextsRecord.Name] = ModelTextsRecord.Write(ModelTexts.Write(model)) }),
        FileKind.Npz => NpzFile.ToBytes(model.Weights),
    };
}
