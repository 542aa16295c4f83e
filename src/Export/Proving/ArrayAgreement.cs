using TorchBasics.Core;
using TorchBasics.Core.Errors;

namespace TorchBasics.Export.Proving;

/// <summary>Holds the arrays of a file against those of a network: they must be the same to the last bit.</summary>
internal static class ArrayAgreement
{
    /// <summary>Compares all arrays.</summary>
    /// <param name="model">The network.</param>
    /// <param name="back">
    /// The arrays that were read back; more than the network has, where a graph has constants of its own.
    /// </param>
    /// <returns>The line of the report.</returns>
    /// <exception cref="TorchBasicsException">One is missing, or differs: kind Failed.</exception>
    public static ProofLine Compare(Model model, IReadOnlyList<NamedArray> back)
    {
        var found = back.ToDictionary(array => array.Name);
        foreach (var array in model.Weights)
        {
            if (!found.TryGetValue(array.Name, out var other))
                throw Differ($"{array.Name} is missing");
            if (other.Type != array.Type || !other.Sizes.SequenceEqual(array.Sizes))
                throw Differ($"it holds {other}; expected {array}");
            if (!other.Bytes.Span.SequenceEqual(array.Bytes.Span))
                throw Differ($"the numbers of {array.Name} are not those that were written");
        }

        return new($"{Counted.Of(model.Weights.Count, "array")}, bit by bit", model.Weights.Sum(array => array.Count), 0, 0);
    }

    private static TorchBasicsException Differ(string how) => new(ErrorKind.Failed, $"The arrays of the file: {how}.");
}
