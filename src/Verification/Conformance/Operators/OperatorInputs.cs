namespace TorchBasics.Verification.Conformance.Operators;

/// <summary>Takes the inputs of a node apart.</summary>
internal static class OperatorInputs
{
    /// <summary>An input that must be there.</summary>
    public static TValue Required<TValue>(this TValue?[] inputs, OperatorCall call, int index)
        where TValue : class => inputs.Optional(index) ?? throw call.Broken($"input {index} is missing");

    /// <summary>An input that may be left out.</summary>
    public static TValue? Optional<TValue>(this TValue?[] inputs, int index)
        where TValue : class => index < inputs.Length ? inputs[index] : null;

    /// <summary>Refuses more inputs than an operator has.</summary>
    public static void Limit<TValue>(this TValue?[] inputs, OperatorCall call, int maximum)
        where TValue : class
    {
        if (inputs.Length > maximum)
            throw call.Unsupported($"{inputs.Length} inputs");
    }

    /// <summary>The number of elements; refuses more than an array has.</summary>
    public static int Count(OperatorCall call, IEnumerable<int> sizes)
    {
        var count = sizes.Aggregate((Int128)1, (product, size) => Int128.Min(product, int.MaxValue) * size);
        return count <= int.MaxValue ? (int)count : throw call.Broken("the result has too many elements");
    }
}
