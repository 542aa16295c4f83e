using TorchBasics.Core;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>A tensor.</summary>
internal sealed class PickleTensor(ElementType type, long[] sizes, ReadOnlyMemory<byte> bytes) : PickleValue("a tensor")
{
    /// <summary>What one element is.</summary>
    public ElementType Type => type;

    /// <summary>Size along each axis.</summary>
    public long[] Sizes => sizes;

    /// <summary>The elements, row by row.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;
}
