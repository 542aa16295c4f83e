namespace TorchBasics.Graphs.Operators;

/// <summary>Entries of axes from a start to an end, in steps forwards or backwards.</summary>
internal sealed class SliceOperator<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    public TValue?[] Slice(OperatorCall call, TValue?[] inputs)
    {
        const int ListsAsInputs = 10;
        var isInput = call.Version >= ListsAsInputs;
        inputs.Limit(call, isInput ? 5 : 1);
        var x = inputs.Required(call, 0);
        IReadOnlyList<long>? starts = isInput ? Whole(call, inputs.Required(call, 1)) : call.Integers("starts");
        IReadOnlyList<long>? ends = isInput ? Whole(call, inputs.Required(call, 2)) : call.Integers("ends");
        IReadOnlyList<long>? named = isInput ? Whole(call, inputs.Optional(3)) : call.Integers("axes");
        IReadOnlyList<long>? paces = isInput ? Whole(call, inputs.Optional(4)) : null;
        if (starts is null || ends is null)
            throw call.Broken("the starts or the ends are missing");
        IReadOnlyList<long> axes = named ?? [.. Enumerable.Range(0, starts.Count).Select(axis => (long)axis)];
        IReadOnlyList<long> steps = paces ?? [.. Enumerable.Repeat(1L, starts.Count)];
        if (starts.Count != ends.Count || starts.Count != axes.Count || starts.Count != steps.Count || steps.Contains(0))
            throw call.Broken(
                $"there are {starts.Count} starts, {ends.Count} ends, {axes.Count} axes and {steps.Count} steps, "
                + "none of which may be 0");
        var rank = engine.SizesOf(x).Length;
        var counted = axes.Select(axis => call.Axis(axis, rank, rank - 1)).ToList();
        if (counted.Distinct().Count() != counted.Count)
            throw call.Broken($"an axis is named twice in [{string.Join(", ", axes)}]");
        for (var i = 0; i < counted.Count; i++)
            x = engine.Gather(x, counted[i], Indices(engine.SizesOf(x)[counted[i]], starts[i], ends[i], steps[i]));
        return [x];
    }

    // What lies outside is cut off. ONNX, operator Slice, since version 10.
    private static int[] Indices(int size, long start, long end, long step)
    {
        if (size == 0)
            return [];
        var (first, last) = step > 0 ? (0, size) : (-1, size - 1);
        var from = Math.Clamp(start < 0 ? start + size : start, 0, last);
        var to = Math.Clamp(end < 0 ? end + size : end, first, last);
        var indices = new List<int>();
        for (var index = (Int128)from; step > 0 ? index < to : index > to; index += step)
            indices.Add((int)index);
        return [.. indices];
    }

    private long[]? Whole(OperatorCall call, TValue? list) => list is null ? null : engine.Wholes(call, list);
}
