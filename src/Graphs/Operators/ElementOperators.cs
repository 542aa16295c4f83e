using TorchBasics.Core;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Graphs.Operators;

/// <summary>Arithmetic, comparisons and conversions, element by element.</summary>
internal sealed class ElementOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    // From this version on, sizes are broadcast as NumPy does; before, only the second side is, and only where asked.
    private const int NumpyBroadcast = 7;

    // From this version on, a mean takes arrays of several sizes.
    private const int MeanBroadcasts = 8;

    public TValue?[] Add(OperatorCall call, TValue?[] inputs) => Pair(call, inputs, engine.Add);

    public TValue?[] Subtract(OperatorCall call, TValue?[] inputs) => Pair(call, inputs, engine.Subtract);

    public TValue?[] Multiply(OperatorCall call, TValue?[] inputs) => Pair(call, inputs, engine.Multiply);

    public TValue?[] Divide(OperatorCall call, TValue?[] inputs) => Pair(call, inputs, (a, b) =>
        engine.TypeOf(a) is ElementType.Float32 or ElementType.Float64
            ? engine.Divide(a, b)
            : throw call.Unsupported($"a division of {engine.TypeOf(a)}"));

    public TValue?[] Greater(OperatorCall call, TValue?[] inputs) =>
        Pair(call, inputs, (a, b) => engine.Greater(a, b, orEqual: false));

    public TValue?[] GreaterOrEqual(OperatorCall call, TValue?[] inputs) =>
        Pair(call, inputs, (a, b) => engine.Greater(a, b, orEqual: true));

    public TValue?[] Less(OperatorCall call, TValue?[] inputs) =>
        Pair(call, inputs, (a, b) => engine.Greater(b, a, orEqual: false));

    public TValue?[] LessOrEqual(OperatorCall call, TValue?[] inputs) =>
        Pair(call, inputs, (a, b) => engine.Greater(b, a, orEqual: true));

    // The sum of any number of arrays, divided by their number.
    public TValue?[] Mean(OperatorCall call, TValue?[] inputs)
    {
        call.Ignore("consumed_inputs");
        var sum = inputs.Required(call, 0);
        var type = engine.TypeOf(sum);
        if (type is not (ElementType.Float32 or ElementType.Float64))
            throw call.Unsupported($"a mean of {type}");
        for (var k = 1; k < inputs.Length; k++)
        {
            var next = inputs.Required(call, k);
            if (engine.TypeOf(next) != type)
                throw call.Broken($"the inputs are of the types {type} and {engine.TypeOf(next)}");
            var (sizes, others) = (engine.SizesOf(sum), engine.SizesOf(next));
            if (call.Version < MeanBroadcasts && !sizes.SequenceEqual(others))
                throw call.Broken($"the sizes [{string.Join(", ", sizes)}] and [{string.Join(", ", others)}] differ");
            OperatorInputs.Broadcast(call, sizes, others);
            sum = engine.Add(sum, next);
        }

        var count = type == ElementType.Float32
            ? NamedArray.Of<float>("count", [], [inputs.Length])
            : NamedArray.Of<double>("count", [], [inputs.Length]);
        return [engine.Divide(sum, engine.Load(count))];
    }

    public TValue?[] Negate(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        call.Ignore("consumed_inputs");
        return [engine.Negate(inputs.Required(call, 0))];
    }

    public TValue?[] Cast(OperatorCall call, TValue?[] inputs)
    {
        const int TypeAsNumber = 6;
        inputs.Limit(call, 1);
        call.Ignore("saturate"); // concerns floats of 8 bits, which are refused
        if (call.Version < TypeAsNumber)
            throw call.Unsupported($"operator set {call.Version}");
        var code = call.Has("to") ? call.Integer("to", 0) : throw call.Broken("the attribute to is missing");
        var type = OnnxDataType.Find(code) ?? throw call.Unsupported($"to = {OnnxDataType.NameOf(code)}");
        return [engine.Cast(inputs.Required(call, 0), type)];
    }

    private TValue?[] Pair(OperatorCall call, TValue?[] inputs, Func<TValue, TValue, TValue> function)
    {
        inputs.Limit(call, 2);
        var (a, b) = (inputs.Required(call, 0), inputs.Required(call, 1));
        if (engine.TypeOf(a) != engine.TypeOf(b))
            throw call.Broken($"the inputs are of the types {engine.TypeOf(a)} and {engine.TypeOf(b)}");
        if (engine.TypeOf(a) == ElementType.Boolean)
            throw call.Unsupported("truth values");
        if (call.Version < NumpyBroadcast)
            b = Align(call, a, b);
        OperatorInputs.Broadcast(call, engine.SizesOf(a), engine.SizesOf(b));
        return [function(a, b)];
    }

    // The second side's axes lie along those of the first from a given one on; by default along the last.
    private TValue Align(OperatorCall call, TValue a, TValue b)
    {
        call.Ignore("consumed_inputs");
        var (sizesA, sizesB) = (engine.SizesOf(a), engine.SizesOf(b));
        var broadcast = call.Flag("broadcast");
        var last = sizesA.Length - sizesB.Length;
        var axis = call.Has("axis") ? call.Axis(call.Integer("axis", 0), sizesA.Length, sizesA.Length) : last;
        if (!broadcast && !sizesA.SequenceEqual(sizesB))
            throw call.Broken("the sizes differ, and broadcast is not set");
        return axis == last || sizesB.Length > sizesA.Length || axis > last
            ? b
            : engine.Reshape(b, [.. sizesB, .. Enumerable.Repeat(1, last - axis)]);
    }
}
