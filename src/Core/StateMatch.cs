using TorchBasics.Core.Errors;

namespace TorchBasics.Core;

/// <summary>Compares the arrays of a file with the arrays a network has, before anything is changed.</summary>
public static class StateMatch
{
    /// <summary>Checks names, shapes and element type.</summary>
    /// <param name="architecture">What is expected.</param>
    /// <param name="arrays">What came.</param>
    /// <returns>The arrays in the order of the network.</returns>
    /// <exception cref="TorchBasicsException">The first difference, with both sides named.</exception>
    public static IReadOnlyList<NamedArray> Check(Architecture architecture, IReadOnlyList<NamedArray> arrays)
    {
        var expected = architecture.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Spec.Shape);
        var given = new Dictionary<string, NamedArray>();
        foreach (var array in arrays)
        {
            if (!expected.TryGetValue(array.Name, out var shape))
                throw Refuse(
                    architecture,
                    $"the array {array.Name} is not one of this network's arrays",
                    NearestName.Hint(array.Name, expected.Keys));
            if (array.Type != ElementType.Float32 || !array.Sizes.SequenceEqual(shape.Select(size => (long)size)))
                throw Refuse(architecture, $"got {array}; expected Float32 [{string.Join(", ", (IEnumerable<int>)shape)}]");
            if (!given.TryAdd(array.Name, array))
                throw Refuse(architecture, $"the array {array.Name} came twice");
        }

        return [.. architecture.Parameters.Select(parameter => given.GetValueOrDefault(parameter.Name)
            ?? throw Refuse(architecture, $"the array {parameter.Name} is missing"))];
    }

    private static TorchBasicsException Refuse(Architecture architecture, string reason, string hint = "") =>
        new(ErrorKind.Data, $"These weights do not belong to {architecture.Name}: {reason}.{hint}");
}
