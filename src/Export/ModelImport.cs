using TorchBasics.Core;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Onnx;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Verification.Checks;

namespace TorchBasics.Export;

/// <summary>
/// Reads a network from any file that holds one: ONNX, safetensors, PyTorch's state_dict, NumPy's npz; written here or
/// elsewhere. Nothing in a file is executed, and no native library is needed.
/// </summary>
public static class ModelImport
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; its content tells what it is, not its name.</param>
    /// <param name="options">What the file may not say; null for nothing.</param>
    /// <returns>The network with its weights.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    /// <exception cref="TorchBasicsException">The file is missing, or what it holds is no network that we can build, or a weight is not finite: kind Data.</exception>
    public static ExchangedModel Read(string path, ImportOptions? options = null) =>
        Parse(path, FileKinds.Detect(path), InputFile.ReadAll(path, Array.MaxLength), options);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="kind">What the content is.</param>
    /// <param name="bytes">The whole content; the weights are slices of it where the format allows.</param>
    /// <param name="options">What the file may not say; null for nothing.</param>
    /// <returns>The network with its weights.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    /// <exception cref="TorchBasicsException">What it holds is no network that we can build, or a weight is not finite: kind Data.</exception>
    public static ExchangedModel Parse(string path, FileKind kind, ReadOnlyMemory<byte> bytes, ImportOptions? options = null)
    {
        options ??= new();
        return kind switch
        {
            FileKind.Onnx => Complete(path, OnnxImporter.Convert(path, OnnxFile.ParseModel(path, bytes), options.Normalization), options),
            FileKind.SafeTensors => SafeTensors(path, bytes, options),
            FileKind.PyTorch => PyTorch(path, TorchFile.Parse(path, bytes), options),
            _ => Arrays(path, NpzFile.Parse(path, bytes), options, []),
        };
    }

    /// <summary>Shows that a network computes what the file says that it was read from.</summary>
    /// <param name="path">The file.</param>
    /// <param name="model">What <see cref="Read"/> made of it.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>A line for each comparison; none for a file that holds arrays only, which say nothing of what is computed with them.</returns>
    /// <exception cref="TorchBasicsException">They differ by more than rounding explains: kind Failed.</exception>
    public static IReadOnlyList<ProofLine> Verify(string path, ExchangedModel model, CancellationToken cancellation = default) =>
        FileKinds.Detect(path) == FileKind.Onnx ? [ImportProof.Compare(OnnxFile.ReadModel(path), model, cancellation)] : [];

    private static ExchangedModel SafeTensors(string path, ReadOnlyMemory<byte> bytes, ImportOptions options)
    {
        var file = SafeTensorsFile.Parse(path, bytes);
        if (!file.Metadata.ContainsKey(ModelInfoTexts.Architecture))
            return Arrays(path, file.Arrays, options, []);
        var (info, weights) = ModelFile.Parse(path, bytes);
        return Described(path, info, weights, options, []);
    }

    private static ExchangedModel PyTorch(string path, TorchContent file, ImportOptions options)
    {
        List<string> notes = [.. file.LeftAside.Select(name => $"The file holds '{name}' beside the weights, which is left aside.")];
        return file.Extra.TryGetValue(ModelInfoRecord.Name, out var record)
            ? Described(path, ModelInfoTexts.Read(path, ModelInfoRecord.Read(path, record)), file.Arrays, options, notes)
            : Arrays(path, file.Arrays, options, notes);
    }

    private static ExchangedModel Described(string path, ModelInfo info, IReadOnlyList<NamedArray> weights, ImportOptions options, List<string> notes)
    {
        ReferenceCost.CheckSize(info.Architecture);
        var (_, ordered) = StateDictionary.Match(path, weights, info.Architecture, notes);
        return Complete(path, new ExchangedModel(info, ordered) { Notes = notes, StatesNetwork = true, StatesPreprocessing = true, StatesClassNames = true }, options);
    }

    private static ExchangedModel Arrays(string path, IReadOnlyList<NamedArray> arrays, ImportOptions options, List<string> notes)
    {
        var (architecture, weights) = StateDictionary.Match(path, arrays, options.Architecture, notes);
        var normalization = options.Normalization ?? UsualPreprocessing.Of(architecture, notes);
        return Complete(path, new ExchangedModel(new ModelInfo(architecture, normalization, ModelInfo.NumberedClasses(architecture), ModelInfo.Unknown, ModelInfo.Unknown), weights) { Notes = notes, StatesNetwork = options.Architecture is not null }, options);
    }

    private static ExchangedModel Complete(string path, ExchangedModel model, ImportOptions options)
    {
        if (model.TakesRaw && options.Normalization is not null)
            throw new TorchBasicsException(ErrorKind.Usage, $"The graph in {path} scales its input itself; what else is said of its preprocessing would contradict it. Leave it out.");
        FiniteWeights.Check(path, model.Weights);
        string[] replaced = model.StatesPreprocessing && options.Normalization is { } other && !other.Equals(model.Info.Normalization)
            ? ["The file states another preprocessing than was asked for; what was asked for counts."]
            : [];
        var info = model.Info with
        {
            Normalization = options.Normalization ?? model.Info.Normalization,
            ClassNames = options.ClassNames ?? model.Info.ClassNames,
        };
        info.Normalization.CheckFits(info.Architecture.Input);
        return model with { Info = info, Notes = [.. model.Notes, .. replaced] };
    }
}
