using TorchBasics.Core;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Arrays">The arrays, in the order in which their bytes stand in the file.</param>
/// <param name="Metadata">Free texts by name; PyTorch's writers put "format": "pt" there.</param>
public sealed record SafeTensorsContent(IReadOnlyList<NamedArray> Arrays, IReadOnlyDictionary<string, string> Metadata);
