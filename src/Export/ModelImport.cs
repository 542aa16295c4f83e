using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export.Importing;
using TorchBasics.Export.Onnx.Import;
using TorchBasics.Export.Proving;
using TorchBasics.Formats;
using TorchBasics.Formats.Kinds;
using TorchBasics.Formats.Models;
using TorchBasics.Formats.Npz;
using TorchBasics.Formats.Onnx;
using TorchBasics.Formats.PyTorch;
using TorchBasics.Formats.SafeTensors;
using TorchBasics.Reference;

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
    /// <returns>The model.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    /// <exception cref="TorchBasicsException">
    /// The file is missing, or what it holds is no network that we can build, or a weight is not finite: kind Data.
    /// </exception>
    public static ImportedModel Read(string path, ImportOptions? options = null) =>
        Parse(path, FileKinds.Detect(path), InputFile.ReadAll(path, Array.MaxLength), options);

    /// <summary>Reads the content of a file.</summary>
    /// <param name="path">What messages call it.</param>
    /// <param name="kind">What the content is.</param>
    /// <param name="bytes">The whole content; the weights are slices of it where the format allows.</param>
    /// <param name="options">What the file may not say; null for nothing.</param>
    /// <returns>The model.</returns>
    /// <exception cref="MalformedFileException">The bytes break a rule of the format.</exception>
    /// <exception cref="TorchBasicsException">
    /// What it holds is no network that we can build, or a weight is not finite: kind Data.
    /// </exception>
    public static ImportedModel Parse(string path, FileKind kind, ReadOnlyMemory<byte> bytes, ImportOptions? options = null)
    {
        options ??= new();
        return kind switch
        {
            FileKind.Onnx =>
                Complete(path, OnnxImporter.Convert(path, OnnxFile.ParseModel(path, bytes), options.Normalization), options),
            FileKind.SafeTensors => SafeTensors(path, SafeTensorsFile.Parse(path, bytes), options),
            FileKind.PyTorch => PyTorch(path, TorchFile.Parse(path, bytes), options),
            FileKind.Npz => Arrays(path, NpzFile.Parse(path, bytes), options, []),
        };
    }

    /// <summary>Shows that a model computes what the file says that it was read from.</summary>
    /// <param name="imported">What <see cref="Read"/> made of the file.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>
    /// A line for each comparison; none for a file that holds arrays only, which say nothing of what is computed with them.
    /// </returns>
    /// <exception cref="TorchBasicsException">They differ by more than rounding explains: kind Failed.</exception>
    public static IReadOnlyList<ProofLine> Verify(ImportedModel imported, CancellationToken cancellation = default) =>
        imported.Graph is { } graph ? [ImportProof.Compare(graph, imported, cancellation)] : [];

    private static ImportedModel SafeTensors(string path, SafeTensorsContent file, ImportOptions options) =>
        file.Metadata.ContainsKey(ModelTexts.Architecture)
            ? Described(path, ModelFile.Of(path, file), options, [])
            : Arrays(path, file.Arrays, options, []);

    private static ImportedModel PyTorch(string path, TorchContent file, ImportOptions options)
    {
        List<string> notes =
            [.. file.LeftAside.Select(name => $"The file holds '{name}' beside the weights, which is left aside.")];
        if (!file.Extra.TryGetValue(ModelTextsRecord.Name, out var record))
            return Arrays(path, file.Arrays, options, notes);
        var header = ModelTexts.Read(path, ModelTextsRecord.Read(path, record));
        var (_, weights) = StateDictionary.Match(path, file.Arrays, header.Architecture, notes);
        return Described(path, header.With(path, weights), options, notes);
    }

    private static ImportedModel Described(string path, Model model, ImportOptions options, List<string> notes)
    {
        ReferenceCost.CheckSize(model.Architecture);
        return Complete(
            path,
            new ImportedModel(model) { Notes = notes, StatesNetwork = true, StatesPreprocessing = true, StatesClassNames = true },
            options);
    }

    private static ImportedModel Arrays(string path, IReadOnlyList<NamedArray> arrays, ImportOptions options, List<string> notes)
    {
        var (architecture, weights) = StateDictionary.Match(path, arrays, options.Architecture, notes);
        var model = new Model(architecture, weights)
        {
            Normalization = options.Normalization ?? UsualPreprocessing.Of(architecture, notes)
        };
        return Complete(
            path, new ImportedModel(model) { Notes = notes, StatesNetwork = options.Architecture is not null }, options);
    }

    private static ImportedModel Complete(string path, ImportedModel imported, ImportOptions options)
    {
        if (imported.TakesRaw && options.Normalization is not null)
            throw new TorchBasicsException(ErrorKind.Usage, $"The graph in {path} scales its input itself; "
                + "what else is said of its preprocessing would contradict it. Leave it out.");
        FiniteWeights.Check(path, imported.Model.Weights);
        string[] replaced = imported.StatesPreprocessing && options.Normalization is { } other
            && !other.Equals(imported.Model.Normalization)
            ? ["The file states another preprocessing than was asked for; what was asked for counts."]
            : [];
        var model = imported.Model with
        {
            Normalization = options.Normalization ?? imported.Model.Normalization,
            ClassNames = options.ClassNames ?? imported.Model.ClassNames,
        };
        model.Normalization.CheckFits(model.Architecture.Input);
        return imported with { Model = model, Notes = [.. imported.Notes, .. replaced] };
    }
}
