namespace TorchBasics.Graphs.Operators;

/// <summary>Takes the inputs of a node apart.</summary>
internal static class OperatorInputs
{
    private const int MaximumRank = 64;

    /// <summary>An input that must be there.</summary>
    public static TValue Required<TValue>(this TValue?[] inputs, OperatorCall call, int index)
        where TValue : class => inputs.Optional(index) ?? throw call.Broken($"input {index} is missing");

    /// <summary>An input that may be left out.</summary>
    public static TValue? Optional<TValue>(this TValue?[] inputs, int index)
        where TValue : class => index < inputs.Length ? inputs[index] : null;

    /// <summary>The numbers of an array that must be whole, such as sizes and indices.</summary>
    public static long[] Wholes<TValue>(this IOperators<TValue> engine, OperatorCall call, TValue list)
        where TValue : class =>
        ComputedArray.IsReal(engine.TypeOf(list))
            ? throw call.Broken($"sizes or indices are of the type {engine.TypeOf(list)}; expected whole numbers")
            : engine.Read(list).Wholes;

    /// <summary>Refuses more inputs than an operator has.</summary>
    public static void Limit<TValue>(this TValue?[] inputs, OperatorCall call, int maximum)
        where TValue : class
    {
        if (inputs.Length > maximum)
            throw call.Unsupported($"{inputs.Length} inputs");
    }

    /// <summary>The number of elements; refuses more than the call may give, and more axes than a file's array has.</summary>
    public static int Count(OperatorCall call, IReadOnlyCollection<int> sizes)
    {
        if (sizes.Count > MaximumRank)
            throw call.Broken($"the result has {sizes.Count} axes; at most {MaximumRank} are supported");
        var limit = Math.Min(call.Limit, int.MaxValue);
        // what an axis of size 0 hides counts
        var count = sizes.Aggregate((Int128)1, (product, size) => Int128.Min(product, int.MaxValue) * Math.Max(1, size));
        if (count > limit)
            throw call.Broken($"the result [{string.Join(", ", sizes)}] has more than {limit} elements");
        return sizes.Contains(0) ? 0 : (int)count;
    }

    /// <summary>The sizes that two arrays have together, as NumPy broadcasts them; refuses those that do not fit.</summary>
    public static int[] Broadcast(OperatorCall call, int[] a, int[] b)
    {
        var sizes = new int[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= sizes.Length; i++)
        {
            var (left, right) = (i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
            if (left != right && left != 1 && right != 1)
                throw call.Broken($"the sizes [{string.Join(", ", a)}] and [{string.Join(", ", b)}] do not fit");
            sizes[^i] = left == 1 ? right : left;
        }

        Count(call, sizes);
        return sizes;
    }
}
