using TorchBasics.Core;

namespace TorchBasics.Formats.SafeTensors;

/// <summary>What a safetensors file says about an array that has not been read.</summary>
/// <param name="Name">Full name, such as "conv1.weight".</param>
/// <param name="Type">What one element is.</param>
/// <param name="Sizes">Size along each axis.</param>
/// <param name="Offset">Where its first byte stands in the file.</param>
/// <param name="ByteCount">Bytes of its elements.</param>
public sealed record SafeTensorsArray(string Name, ElementType Type, IReadOnlyList<long> Sizes, long Offset, long ByteCount);
