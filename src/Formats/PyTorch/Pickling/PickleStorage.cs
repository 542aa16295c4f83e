using TorchBasics.Core;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>The bytes of one or more tensors.</summary>
internal sealed class PickleStorage(ElementType? type, ReadOnlyMemory<byte> bytes) : PickleValue("a storage")
{
    /// <summary>The type of the elements; null for untyped bytes.</summary>
    public ElementType? Type => type;

    /// <summary>The elements.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;
}
