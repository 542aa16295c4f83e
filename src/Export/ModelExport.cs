using System.Security.Cryptography;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Modules;
using TorchBasics.Export.Onnx;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchSharp.Modules;

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

    /// <summary>Writes a TorchSharp module that somebody else wrote.</summary>
    /// <param name="module">The module, in single precision on the CPU; its mode is put back.</param>
    /// <param name="input">Shape of one sample, such as [1, 28, 28].</param>
    /// <param name="path">The file; the network is called as it is, without the ending.</param>
    /// <param name="format">What to write.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>What was written and what was compared.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="TorchBasicsException">
    /// A submodule is not supported (the message names it), or as for a network.
    /// </exception>
    /// <exception cref="ShapeException">A layer cannot take what the one before it returns.</exception>
    public static ExportReport Write(
        Sequential module, Shape input, string path, FileKind format = FileKind.Onnx, ExportOptions? options = null)
    {
        NativeRuntime.Load();
        var model = SequentialReader.Read(module, input, Path.GetFileNameWithoutExtension(path));
        return Write(model, new ModuleOriginal(module, model.Architecture.Output), path, format, options);
    }

    /// <summary>Writes a network that computes what a description says.</summary>
    /// <param name="model">The network as it is described.</param>
    /// <param name="original">What the file has to agree with.</param>
    /// <param name="path">The file.</param>
    /// <param name="format">What to write.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <returns>What was written and what was compared.</returns>
    internal static ExportReport Write(Model model, IOriginal original, string path, FileKind format, ExportOptions? options)
    {
        options ??= new();
        FiniteWeights.Check(model.Architecture.Name, model.Weights);
        var content = Encode(model, path, format, options); // refuses before anything is computed
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
        AtomicFile.Write(path, stream => stream.Write(content.Span), written =>
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
            Notes = describes ? [] : [ArraysAlone(model.Architecture)],
        };
    }

    // Whether a file of ours says what network it holds.
    private static bool Describes(FileKind format) => format switch
    {
        FileKind.Onnx or FileKind.SafeTensors or FileKind.PyTorch => true,
        FileKind.Npz => false,
    };

    private static string ArraysAlone(Architecture architecture) =>
        "An npz file holds arrays alone. " + (KnownEntry.Of(architecture) is not null
            ? "Whoever reads it has to know preprocessing and class names; the other formats keep them."
            : $"{architecture.Name} is no model of the catalogue, so that it cannot be read back as this network; "
                + "the other formats keep the description.");

    private static ReadOnlyMemory<byte> Encode(Model model, string path, FileKind format, ExportOptions options) => format switch
    {
        FileKind.Onnx => OnnxFile.ToBytes(OnnxExporter.Convert(model, options.Onnx)),
        FileKind.SafeTensors => ModelFile.ToBytes(model),
        FileKind.PyTorch => TorchFile.ToBytes(
            Path.GetFileNameWithoutExtension(path),
            BatchCounts.Add(model.Architecture, model.Weights),
            new Dictionary<string, string> { [ModelTextsRecord.Name] = ModelTextsRecord.Write(ModelTexts.Write(model)) }),
        FileKind.Npz => NpzFile.ToBytes(model.Weights),
    };
}
