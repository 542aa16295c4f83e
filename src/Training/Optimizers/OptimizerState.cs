using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using static TorchSharp.torch;

namespace TorchBasics.Training.Optimizers;

/// <summary>The state of an optimizer as arrays, out and in.</summary>
internal static class OptimizerState
{
    private const string StepName = "step";

    /// <summary>Copies buffers and step count out.</summary>
    public static IReadOnlyList<NamedArray> Save(IReadOnlyList<(string Name, Tensor Values)> buffers, long steps) =>
        [.. buffers.Select(buffer => buffer.Values.ToNamedArray(buffer.Name)), NamedArray.Of<long>(StepName, [], [steps])];

    /// <summary>
    /// Checks every array, and the step count where one is expected, then copies them in; returns the step count.
    /// </summary>
    public static long Load(IReadOnlyList<(string Name, Tensor Values)> buffers, IReadOnlyList<NamedArray> arrays, long? expected)
    {
        var given = ByName(arrays);
        foreach (var (name, values) in buffers)
            Check(given, name, values.dtype.ToElementType(), values.shape);
        Check(given, StepName, ElementType.Int64, []);
        var steps = given[StepName].Values<long>()[0];
        if (steps < 0)
            throw Bad($"counts {steps} steps");
        if (expected is { } run && steps != run)
            throw new TorchBasicsException(ErrorKind.Data, $"The checkpoint stands at step {run}, "
                + $"but its optimizer at step {steps}; the two belong to different checkpoints.");
        var known = buffers.Select(buffer => buffer.Name).Append(StepName).ToHashSet();
        if (given.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw Bad($"holds {unknown}, which this optimizer does not have");

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, values) in buffers)
            values.copy_(given[name].ToTensor());
        return steps;
    }

    private static Dictionary<string, NamedArray> ByName(IReadOnlyList<NamedArray> arrays)
    {
        var given = new Dictionary<string, NamedArray>();
        foreach (var array in arrays)
            if (!given.TryAdd(array.Name, array))
                throw Bad($"holds {array.Name} twice");
        return given;
    }

    private static void Check(Dictionary<string, NamedArray> given, string name, ElementType type, long[] sizes)
    {
        if (!given.TryGetValue(name, out var array))
            throw Bad($"lacks {name}");
        if (array.Type != type || !array.Sizes.SequenceEqual(sizes))
            throw Bad($"holds {array}; expected {type} [{string.Join(", ", sizes)}]");
    }

    private static TorchBasicsException Bad(string what) =>
        new(
            ErrorKind.Data,
            $"The saved state of the optimizer {what}. It belongs to another optimizer or model: resume with the same ones.");
}
