using TorchBasics.Core;

namespace TorchBasics.Graphs.Operators;

/// <summary>Operators along axes: reductions, and axes that come, go, move, grow and join.</summary>
internal sealed class AxisOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    // From these versions on, the axes are an input and no attribute.
    private const int SumAxesAsInput = 13;
    private const int MeanAxesAsInput = 18;
    private const int SqueezeAxesAsInput = 13;

    public TValue?[] Sum(OperatorCall call, TValue?[] inputs) => Reduce(call, inputs, engine.Sum, SumAxesAsInput);

    public TValue?[] Mean(OperatorCall call, TValue?[] inputs)
    {
        if (!ComputedArray.IsReal(engine.TypeOf(inputs.Required(call, 0))))
            throw call.Unsupported("the mean of integers");
        return Reduce(call, inputs, engine.Mean, MeanAxesAsInput);
    }

    public TValue?[] Unsqueeze(OperatorCall call, TValue?[] inputs)
    {
        var x = inputs.Required(call, 0);
        var sizes = engine.SizesOf(x).ToList();
        var given = Axes(call, inputs, SqueezeAxesAsInput) ?? throw call.Broken("the axes are missing");
        OperatorInputs.Count(call, [.. sizes, .. Enumerable.Repeat(1, given.Count)]);
        var rank = sizes.Count + given.Count; // axes count in the result
        foreach (var axis in Distinct(call, given, rank).Order())
            sizes.Insert(axis, 1);
        return [engine.Reshape(x, [.. sizes])];
    }

    public TValue?[] Squeeze(OperatorCall call, TValue?[] inputs)
    {
        var x = inputs.Required(call, 0);
        var sizes = engine.SizesOf(x);
        var axes = Axes(call, inputs, SqueezeAxesAsInput) is { } given
            ? Distinct(call, given, sizes.Length)
            : [.. Enumerable.Range(0, sizes.Length).Where(axis => sizes[axis] == 1)];
        if (axes.Any(axis => sizes[axis] != 1))
            throw call.Broken($"the axes [{string.Join(", ", axes)}] of [{string.Join(", ", sizes)}] are not all of size 1");
        return [engine.Reshape(x, [.. sizes.Where((_, axis) => !axes.Contains(axis))])];
    }

    public TValue?[] Transpose(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        var x = inputs.Required(call, 0);
        var rank = engine.SizesOf(x).Length;
        var order = call.Integers("perm") is { } given ? Distinct(call, given, rank) : [.. Enumerable.Range(0, rank).Reverse()];
        return order.Length == rank
            ? [engine.Transpose(x, order)]
            : throw call.Broken($"perm has {order.Length} entries; the array has {rank} axes");
    }

    public TValue?[] Expand(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 2);
        var x = inputs.Required(call, 0);
        var asked = engine.Wholes(call, inputs.Required(call, 1))
            .Select(size => call.Small("the shape", size, minimum: 0)).ToArray();
        return [engine.Expand(x, OperatorInputs.Broadcast(call, engine.SizesOf(x), asked))];
    }

    public TValue?[] Concat(OperatorCall call, TValue?[] inputs)
    {
        const int AxisRequired = 4;
        var parts = Enumerable.Range(0, Math.Max(1, inputs.Length)).Select(i => inputs.Required(call, i)).ToList();
        var (type, sizes) = (engine.TypeOf(parts[0]), engine.SizesOf(parts[0]));
        if (call.Version >= AxisRequired && !call.Has("axis"))
            throw call.Broken("the attribute axis is missing");
        var axis = call.Axis(call.Integer("axis", 1), sizes.Length, sizes.Length - 1);
        var length = 0L;
        foreach (var part in parts)
        {
            var other = engine.SizesOf(part);
            if (engine.TypeOf(part) != type || other.Length != sizes.Length
                || other.Where((size, i) => i != axis && size != sizes[i]).Any())
                throw call.Broken(
                    $"{type} [{string.Join(", ", sizes)}] and {engine.TypeOf(part)} [{string.Join(", ", other)}] cannot be "
                    + $"joined along axis {axis}");
            length += other[axis];
        }

        OperatorInputs.Count(call, [.. sizes[..axis], call.Small("the joined axis", length, minimum: 0), .. sizes[(axis + 1)..]]);
        return [engine.Concat(parts, axis)];
    }

    private TValue?[] Reduce(OperatorCall call, TValue?[] inputs, Func<TValue, int[], TValue> reduce, int axesAsInput)
    {
        var x = inputs.Required(call, 0);
        var sizes = engine.SizesOf(x);
        var given = Axes(call, inputs, axesAsInput);
        var nothing = call.Version >= axesAsInput && call.Flag("noop_with_empty_axes");
        var keep = call.Flag("keepdims", otherwise: true);
        if (given is not { Count: > 0 } && nothing)
            return [x];
        var axes = given is { Count: > 0 } ? Distinct(call, given, sizes.Length) : [.. Enumerable.Range(0, sizes.Length)];
        var result = reduce(x, axes);
        return [keep ? result : engine.Reshape(result, [.. sizes.Where((_, axis) => !axes.Contains(axis))])];
    }

    // The axes that a node names, in an attribute or an input, or null.
    private IReadOnlyList<long>? Axes(OperatorCall call, TValue?[] inputs, int asInput)
    {
        inputs.Limit(call, call.Version < asInput ? 1 : 2);
        if (call.Version < asInput)
            return call.Integers("axes");
        if (inputs.Optional(1) is not { } axes)
            return null;
        return engine.TypeOf(axes) == ElementType.Int64
            ? engine.Read(axes).Wholes
            : throw call.Broken($"the axes are of the type {engine.TypeOf(axes)}; expected Int64");
    }

    private static int[] Distinct(OperatorCall call, IReadOnlyList<long> axes, int rank)
    {
        var counted = axes.Select(axis => call.Axis(axis, rank, rank - 1)).ToArray();
        return counted.Distinct().Count() == counted.Length
            ? counted
            : throw call.Broken($"an axis is named twice in [{string.Join(", ", axes)}]");
    }
}
