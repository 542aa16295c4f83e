using TorchBasics.Core;
using TorchBasics.Core.Layers;

namespace TorchBasics.Export.Importing;

/// <summary>
/// PyTorch's count of the batches that a normalization has seen, one whole number beside its statistics. With a momentum
/// nothing depends on it; load_state_dict asks for it all the same.
/// </summary>
internal static class BatchCounts
{
    private const string Count = ".num_batches_tracked";
    private const string Mean = ".running_mean";

    /// <summary>The arrays without the counts.</summary>
    public static IEnumerable<NamedArray> LeaveOut(IReadOnlyList<NamedArray> arrays)
    {
        var names = arrays.Select(array => array.Name).ToHashSet();
        return arrays.Where(array => !(array.Type == ElementType.Int64 && array.Count == 1
            && array.Name.EndsWith(Count, StringComparison.Ordinal) && names.Contains(array.Name[..^Count.Length] + Mean)));
    }

    /// <summary>The arrays of a network with a count behind the last of each normalization.</summary>
    public static IReadOnlyList<NamedArray> Add(Architecture architecture, IReadOnlyList<NamedArray> arrays)
    {
        var last = architecture.AllLayers.OfType<BatchNorm>()
            .ToDictionary(layer => $"{layer.Name}.{layer.Parameters[^1].Name}", layer => layer.Name);
        return
        [
            .. arrays.SelectMany(array => last.TryGetValue(array.Name, out var name)
                ? [array, NamedArray.Of<long>(name + Count, [], [0])]
                : (NamedArray[])[array]),
        ];
    }
}
