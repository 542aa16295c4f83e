using TorchBasics.Core;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>A class, function or dtype on the list of those that a state_dict needs.</summary>
/// <param name="role">What it is for.</param>
/// <param name="type">The type of the elements, for a storage or a dtype; null for untyped bytes.</param>
internal sealed class PickleGlobal(TorchGlobal role, ElementType? type = null) : PickleValue("a class or function")
{
    /// <summary>What it is for.</summary>
    public TorchGlobal Role => role;

    /// <summary>The type of the elements, for a storage or a dtype; null for untyped bytes.</summary>
    public ElementType? Type => type;
}
