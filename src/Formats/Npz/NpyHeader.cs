using TorchBasics.Core;

namespace TorchBasics.Formats.Npz;

/// <summary>What the header of an array says.</summary>
/// <param name="Type">What one element is.</param>
/// <param name="IsFortranOrder">Whether the first index runs fastest, instead of the last.</param>
/// <param name="Sizes">Size along each axis.</param>
internal readonly record struct NpyHeader(ElementType Type, bool IsFortranOrder, long[] Sizes);
