using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Verification.Conformance;

/// <summary>The folder of a case: a model, and data sets of inputs and expected outputs.</summary>
/// <param name="Name">Its name, seen from the folder of the suite.</param>
/// <param name="Path">Where it is.</param>
internal sealed record CaseFolder(string Name, string Path)
{
    private const string Model = "model.onnx";
    private const string DataPrefix = "test_data_set_";

    /// <summary>The cases in a folder and the folders in it; the folder itself may be one. Links are not followed.</summary>
    /// <exception cref="TorchBasicsException">
    /// There is no such folder, it cannot be read, or no case is in it: kind Data.
    /// </exception>
    public static IReadOnlyList<CaseFolder> Find(string root)
    {
        if (!Directory.Exists(root))
            throw new TorchBasicsException(
                ErrorKind.Data, $"{root} is not a folder; expected one with cases: folders with a {Model} and {DataPrefix}0.");
        try
        {
            var options = new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.ReparsePoint,
                IgnoreInaccessible = false
            };
            var found = Directory.EnumerateDirectories(root, "*", options)
                .Prepend(root).Where(IsCase).Order(StringComparer.Ordinal)
                .Select(path => new CaseFolder(path == root
                    ? System.IO.Path.GetFileName(System.IO.Path.GetFullPath(path).TrimEnd(System.IO.Path.DirectorySeparatorChar))
                    : System.IO.Path.GetRelativePath(root, path), path)).ToList();
            return found.Count > 0 ? found : throw new TorchBasicsException(
                ErrorKind.Data, $"{root} holds no cases; expected folders with a {Model} and {DataPrefix}0.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(ErrorKind.Data, $"{root} could not be read: {error.Message}", error);
        }
    }

    /// <summary>Reads the model.</summary>
    public OnnxModel ReadModel() => OnnxFile.ReadModel(System.IO.Path.Combine(Path, Model));

    /// <summary>The folders of the data sets, at least one.</summary>
    public IReadOnlyList<string> DataSets() =>
        Directory.GetDirectories(Path, DataPrefix + "*").Order(StringComparer.Ordinal).ToList() is { Count: > 0 } sets
            ? sets
            : throw new TorchBasicsException(ErrorKind.Data, $"{Path} has no {DataPrefix}0.");

    /// <summary>Reads the arrays of a data set.</summary>
    /// <param name="dataSet">Its folder.</param>
    /// <param name="kind">"input" or "output".</param>
    public static IReadOnlyList<NamedArray> Read(string dataSet, string kind)
    {
        var count = Directory.GetFiles(dataSet, kind + "_*.pb").Length;
        return [.. Enumerable.Range(0, count)
            .Select(i => OnnxFile.ReadTensor(System.IO.Path.Combine(dataSet, $"{kind}_{i}.pb")))];
    }

    // A folder with data but without a model is a damaged case, and not none.
    private static bool IsCase(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, Model)) || Directory.EnumerateDirectories(folder, DataPrefix + "*").Any();
}
