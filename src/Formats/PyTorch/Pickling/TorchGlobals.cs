using System.Collections.Frozen;
using System.Text;
using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Formats.PyTorch.Pickling;

/// <summary>The classes, functions and dtypes that a state_dict needs. Nothing else that a pickle names is read.</summary>
internal static class TorchGlobals
{
    private const string Torch = "torch";

    // By module and name, separated as in the file.
    private static readonly FrozenDictionary<string, PickleGlobal> Known = CreateAll()
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Value);

    /// <summary>Looks a name up; null when it is not on the list.</summary>
    /// <param name="name">Module, line feed, name.</param>
    public static PickleGlobal? Find(ReadOnlySpan<byte> name) => Known.GetValueOrDefault(Encoding.Latin1.GetString(name));

    /// <summary>The error for a name that is not on the list.</summary>
    public static MalformedFileException Refuse(PickleSource source, int place, ReadOnlySpan<byte> name)
    {
        var separator = name.IndexOf((byte)'\n');
        var (module, type) = (PickleSource.Quote(name[..separator]), PickleSource.Quote(name[(separator + 1)..]));
        return source.Malformed(place, module == Torch && type.EndsWith("Storage", StringComparison.Ordinal)
            ? $"the file holds tensors of a {type}, whose numbers are of a type that is not supported."
            : $"the file asks for {module}.{type}. Only tensors and plain data are read, and nothing that a file names is run. " +
                "If a whole module was saved, save its weights alone: torch.save(model.state_dict(), path).");
    }

    private static IEnumerable<(string Name, PickleGlobal Value)> CreateAll() =>
    [
        ("collections\nOrderedDict", new PickleGlobal(TorchGlobal.OrderedDictionary)),
        ("torch._utils\n_rebuild_tensor_v2", new PickleGlobal(TorchGlobal.Tensor)),
        ("torch._utils\n_rebuild_tensor_v3", new PickleGlobal(TorchGlobal.TensorOfType)),
        ("torch._utils\n_rebuild_parameter", new PickleGlobal(TorchGlobal.Parameter)),
        ("torch._utils\n_rebuild_parameter_with_state", new PickleGlobal(TorchGlobal.ParameterWithState)),
        ($"{Torch}\nSize", new PickleGlobal(TorchGlobal.Size)),
        ("torch.storage\nUntypedStorage", new PickleGlobal(TorchGlobal.Storage)),
        .. TorchType.Storages.Select(pair => Named(pair.Name, TorchGlobal.Storage, pair.Type)),
        .. TorchType.DataTypes.Select(pair => Named(pair.Name, TorchGlobal.DataType, pair.Type)),
    ];

    private static (string Name, PickleGlobal Value) Named(string name, TorchGlobal role, ElementType type) =>
        ($"{Torch}\n{name}", new PickleGlobal(role, type));
}
