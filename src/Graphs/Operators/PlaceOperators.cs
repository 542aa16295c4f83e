using TorchBasics.Core;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Graphs.Operators;

/// <summary>Operators that put elements in places: borders, constants, picked and replaced parts; and the shape itself.</summary>
internal sealed class PlaceOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    public TValue?[] Pad(OperatorCall call, TValue?[] inputs)
    {
        const int PadsAsInput = 11;
        const int AxesAsInput = 18;
        var x = inputs.Required(call, 0);
        inputs.Limit(call, call.Version < PadsAsInput ? 1 : call.Version < AxesAsInput ? 3 : 4);
        if (call.Text("mode", "constant") is not "constant" and var mode)
            throw call.Unsupported($"mode = {mode}");
        var isInput = call.Version >= PadsAsInput;
        var pads = isInput
            ? engine.Wholes(call, inputs.Required(call, 1))
            : call.Integers("pads") ?? throw call.Broken("the attribute pads is missing");
        var value = isInput ? inputs.Optional(2) : engine.Cast(
            engine.Load(NamedArray.Of<double>("", [], [call.Float("value", 0)])), engine.TypeOf(x));
        if (value is not null && (engine.TypeOf(value) != engine.TypeOf(x) || engine.SizesOf(value).Any(size => size != 1)))
            throw call.Broken(
                $"the constant is {engine.TypeOf(value)} [{string.Join(", ", engine.SizesOf(value))}]; "
                + $"expected one {engine.TypeOf(x)}");
        var (before, after) = Borders(call, engine.SizesOf(x), pads, inputs.Optional(3));
        return [engine.Pad(x, before, after, value)];
    }

    public TValue?[] ConstantOfShape(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        var sizes = engine.Wholes(call, inputs.Required(call, 0))
            .Select(size => call.Small("the shape", size, minimum: 0)).ToArray();
        OperatorInputs.Count(call, sizes);
        var value = call.Find("value") switch
        {
            null => NamedArray.Of<float>("", [], [0f]),
            { Type: OnnxAttributeType.Tensor, Tensor: { Count: 1 } tensor } => tensor,
            _ => throw call.Broken("the attribute value is not an array of one element"),
        };
        return [engine.Expand(engine.Reshape(engine.Load(value), [.. sizes.Select(_ => 1)]), sizes)];
    }

    public TValue?[] Scatter(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 3);
        if (call.Text("reduction", "none") is not "none" and var reduction)
            throw call.Unsupported($"reduction = {reduction}");
        var (x, indices, updates) = (inputs.Required(call, 0), inputs.Required(call, 1), inputs.Required(call, 2));
        var (sizes, places, parts) = (engine.SizesOf(x), engine.SizesOf(indices), engine.SizesOf(updates));
        if (engine.TypeOf(updates) != engine.TypeOf(x))
            throw call.Broken($"{engine.TypeOf(updates)} cannot replace {engine.TypeOf(x)}");
        if (places.Length == 0 || places[^1] > sizes.Length || !parts.SequenceEqual([.. places[..^1], .. sizes[places[^1]..]]))
            throw call.Broken(
                $"the indices [{string.Join(", ", places)}] and updates [{string.Join(", ", parts)}] do not fit to "
                + $"[{string.Join(", ", sizes)}]");
        var rows = Rows(call, sizes[..places[^1]], engine.Wholes(call, indices), OperatorInputs.Count(call, places[..^1]));
        if (rows.Distinct().Count() != rows.Length)
            throw call.Broken("two indices are equal, so that the result is not defined");
        return [engine.Scatter(x, places[^1], rows, updates)];
    }

    public TValue?[] Gather(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 2);
        var (x, indices) = (inputs.Required(call, 0), inputs.Required(call, 1));
        var (sizes, places) = (engine.SizesOf(x), engine.SizesOf(indices));
        var axis = call.Axis(call.Integer("axis", 0), sizes.Length, sizes.Length - 1);
        int[] result = [.. sizes[..axis], .. places, .. sizes[(axis + 1)..]];
        OperatorInputs.Count(call, result);
        return [engine.Reshape(
            engine.Gather(x, axis, [.. engine.Wholes(call, indices).Select(index => Index(call, index, sizes[axis]))]), result)];
    }

    public TValue?[] Shape(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        var sizes = engine.SizesOf(inputs.Required(call, 0));
        var start = Clamp(call.Integer("start", 0), sizes.Length);
        var end = Math.Max(start, Clamp(call.Integer("end", sizes.Length), sizes.Length));
        long[] asked = [.. sizes[start..end].Select(size => (long)size)];
        return [engine.Load(NamedArray.Of<long>("", [asked.Length], asked))];
    }

    private static int Clamp(long axis, int rank) => (int)Math.Clamp(axis < 0 ? axis + rank : axis, 0, rank);

    private static int Index(OperatorCall call, long index, int size)
    {
        var counted = index < 0 ? index + size : index;
        return counted >= 0 && counted < size
            ? (int)counted
            : throw call.Broken($"an index is {index}; the axis has {size} entries");
    }

    // Each tuple of indices as one number: which row of the array, seen as [rows, what lies behind the indexed axes].
    private static int[] Rows(OperatorCall call, int[] sizes, long[] indices, int count)
    {
        var rows = new int[count];
        for (var i = 0; i < rows.Length; i++)
            for (var axis = 0; axis < sizes.Length; axis++)
                rows[i] = (rows[i] * sizes[axis]) + Index(call, indices[(i * sizes.Length) + axis], sizes[axis]);
        return rows;
    }

    private (int[] Before, int[] After) Borders(OperatorCall call, int[] sizes, IReadOnlyList<long> pads, TValue? named)
    {
        int[] axes = named is null
            ? [.. Enumerable.Range(0, sizes.Length)]
            : [.. engine.Wholes(call, named).Select(axis => call.Axis(axis, sizes.Length, sizes.Length - 1))];
        if (pads.Count != 2 * axes.Length || axes.Distinct().Count() != axes.Length)
            throw call.Broken($"there are {pads.Count} pads for the axes [{string.Join(", ", axes)}]");
        var (before, after) = (new int[sizes.Length], new int[sizes.Length]);
        for (var i = 0; i < axes.Length; i++)
        {
            if (pads[i] < 0 || pads[axes.Length + i] < 0)
                throw call.Unsupported("negative pads, which cut");
            (before[axes[i]], after[axes[i]]) =
                (call.Small("pads", pads[i], minimum: 0), call.Small("pads", pads[axes.Length + i], minimum: 0));
        }

        OperatorInputs.Count(
            call,
            [.. sizes.Select((size, axis) => call.Small("a padded axis", (long)size + before[axis] + after[axis], minimum: 0))]);
        return (before, after);
    }
}
