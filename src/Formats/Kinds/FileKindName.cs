namespace TorchBasics.Formats.Kinds;

/// <summary>What a kind of file is called.</summary>
/// <param name="Word">Its word, as options take it: "pytorch".</param>
/// <param name="Title">Its name, as people write it: "PyTorch state_dict".</param>
/// <param name="Endings">What names of such files end in, the usual one first: ".pt".</param>
public sealed record FileKindName(string Word, string Title, params IReadOnlyList<string> Endings)
{
    /// <summary>The endings of all kinds.</summary>
    public static IReadOnlyList<string> AllEndings { get; } =
        [.. Enum.GetValues<FileKind>().SelectMany(kind => Of(kind).Endings)];

    /// <summary>What the ending of a file's name says.</summary>
    /// <param name="path">The file, which need not exist.</param>
    /// <returns>The kind; null where the ending says nothing.</returns>
    public static FileKind? OfEnding(string path) => Enum.GetValues<FileKind>().Cast<FileKind?>().FirstOrDefault(
        kind => Of(kind!.Value).Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The name of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>The name.</returns>
    public static FileKindName Of(FileKind kind) => kind switch
    {
        FileKind.Onnx => new("onnx", "ONNX", ".onnx"),
        FileKind.SafeTensors => new("safetensors", "safetensors", ".safetensors"),
        FileKind.PyTorch => new("pytorch", "PyTorch state_dict", ".pt", ".pth"),
        FileKind.Npz => new("npz", "NumPy npz", ".npz"),
    };
}
