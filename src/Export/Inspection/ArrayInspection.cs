using TorchBasics.Core;

namespace TorchBasics.Export.Inspection;

/// <summary>What an array of a file holds.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What one element is.</param>
/// <param name="Sizes">Size along each axis.</param>
/// <param name="ByteCount">Bytes of its elements.</param>
/// <param name="Sha256">SHA-256 of these bytes, 64 hexadecimal digits in lower case.</param>
/// <param name="Range">Its numbers; null where they are whole numbers or truth values, or there are none.</param>
public sealed record ArrayInspection(
    string Name, ElementType Type, IReadOnlyList<long> Sizes, long ByteCount, string Sha256, ArrayRange? Range);
