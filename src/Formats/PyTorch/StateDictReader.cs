using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Formats.PyTorch.Pickling;

namespace TorchBasics.Formats.PyTorch;

/// <summary>Finds the weights in what a pickle describes.</summary>
internal static class StateDictReader
{
    private const int ArrayCost = 240; // a named array, and what checking its sizes takes
    private const int NamesInMessages = 6;

    /// <summary>Takes the weights: the dictionary of tensors that the whole is, or the one that it holds.</summary>
    public static (IReadOnlyList<NamedArray> Arrays, IReadOnlyList<string> LeftAside) Read(PickleSource source, PickleValue root)
    {
        if (root is not PickleDictionary whole)
            throw Refuse(source, $"the file holds {root.Kind}");
        if (whole.HoldsOnlyNamedTensors)
            return (Arrays(source, whole), []);
        var candidates = whole.Items
            .Where(item => item.Value is PickleDictionary { HoldsOnlyNamedTensors: true, Items.Count: > 0 }).ToList();
        if (candidates is not [var weights])
            throw Refuse(source, candidates.Count == 0
                ? "the file holds no dictionary of tensors, but one of "
                    + $"{Names(whole.Items.Select(item => $"'{item.Key}' ({item.Value.Kind})"))}"
                : $"the file holds {candidates.Count} dictionaries of tensors: "
                    + $"{Names(candidates.Select(item => $"'{item.Key}'"))}");
        foreach (var item in whole.Items)
            source.Charge(0, PickleSource.ObjectCost);
        return (
            Arrays(source, (PickleDictionary)weights.Value),
            [.. whole.Items.Select(item => item.Key).Where(key => key != weights.Key)]);
    }

    private static List<NamedArray> Arrays(PickleSource source, PickleDictionary weights)
    {
        source.Charge(0, (long)ArrayCost * weights.Items.Count);
        var arrays = new List<NamedArray>(weights.Items.Count);
        foreach (var (name, value) in weights.Items)
            if (value is PickleTensor tensor)
                arrays.Add(new NamedArray(name, tensor.Type, tensor.Sizes, tensor.Bytes));
        return arrays;
    }

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Take(NamesInMessages)) + (names.Skip(NamesInMessages).Any() ? " and more" : "");

    private static MalformedFileException Refuse(PickleSource source, string what) =>
        source.Malformed(0, $"{what}; a state_dict is expected, or a checkpoint with exactly one. Save the weights alone: "
            + "torch.save(model.state_dict(), path).");
}
