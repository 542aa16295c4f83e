using TorchBasics.Core;
using TorchBasics.Formats.Onnx;

namespace TorchBasics.Graphs.Operators;

/// <summary>Operators that compute nothing.</summary>
internal sealed class ShapeOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    public static TValue?[] Identity(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        return [inputs.Required(call, 0)];
    }

    public TValue?[] Flatten(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        var x = inputs.Required(call, 0);
        var sizes = engine.SizesOf(x);
        var axis = call.Axis(call.Integer("axis", 1), sizes.Length, sizes.Length);
        return [engine.Reshape(x, [OperatorInputs.Count(call, sizes[..axis]), OperatorInputs.Count(call, sizes[axis..])])];
    }

    public TValue?[] Reshape(OperatorCall call, TValue?[] inputs)
    {
        const int SizesAsInput = 5;
        call.Ignore("consumed_inputs");
        inputs.Limit(call, call.Version < SizesAsInput ? 1 : 2);
        var x = inputs.Required(call, 0);
        var asked = call.Version < SizesAsInput
            ? call.Integers("shape") ?? throw call.Broken("the attribute shape is missing")
            : engine.Wholes(call, inputs.Required(call, 1));
        return [engine.Reshape(x, Resolve(call, engine.SizesOf(x), asked, keepZero: call.Flag("allowzero")))];
    }

    public TValue?[] Constant(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 0);
        if (call.Node.Attributes.Count != 1)
            throw call.Broken($"{call.Node.Attributes.Count} attributes are set; expected one value");
        var attribute = call.Find(call.Node.Attributes[0].Name)!;
        return [engine.Load((attribute.Name, attribute.Type) switch
        {
            ("value", OnnxAttributeType.Tensor) => attribute.Tensor!,
            ("value_float", OnnxAttributeType.Float) => NamedArray.Of<float>("", [], [attribute.Float]),
            ("value_int", OnnxAttributeType.Integer) => NamedArray.Of<long>("", [], [attribute.Integer]),
            ("value_floats", OnnxAttributeType.Floats) =>
                NamedArray.Of<float>("", [attribute.Floats.Count], [.. attribute.Floats]),
            ("value_ints", OnnxAttributeType.Integers) =>
                NamedArray.Of<long>("", [attribute.Integers.Count], [.. attribute.Integers]),
            _ => throw call.Unsupported($"attribute {attribute.Name}"),
        })];
    }

    /// <summary>Dropout as it is in use, after training: it changes nothing, and its mask keeps everything.</summary>
    public TValue?[] Dropout(OperatorCall call, TValue?[] inputs)
    {
        const int WithoutFlag = 7;
        const int TruthMask = 10;
        const int RatioAsInput = 12;
        var x = inputs.Required(call, 0);
        call.Ignore("consumed_inputs");
        if (call.Version < RatioAsInput)
            call.Ignore("ratio");
        else
            call.Ignore("seed");
        inputs.Limit(call, call.Version < RatioAsInput ? 1 : 3);
        var trains = call.Version < WithoutFlag
            ? !call.Flag("is_test")
            : IsTrue(inputs.Optional(2)) && !IsZero(inputs.Optional(1));
        if (trains)
            throw call.Unsupported("training, which draws random numbers");
        return [x, call.Wants(1)
            ? engine.Load(Ones(engine.SizesOf(x), call.Version < TruthMask ? engine.TypeOf(x) : ElementType.Boolean))
            : null];
    }

    private static int[] Resolve(OperatorCall call, int[] sizes, IReadOnlyList<long> asked, bool keepZero)
    {
        var total = OperatorInputs.Count(call, sizes);
        var result = new int[asked.Count];
        var open = -1;
        for (var i = 0; i < result.Length; i++)
        {
            if (asked[i] == -1 && open >= 0)
                throw call.Broken("two sizes are -1");
            if (asked[i] == -1)
                open = i;
            result[i] = asked[i] switch
            {
                -1 => 1,
                0 when !keepZero => i < sizes.Length
                    ? sizes[i]
                    : throw call.Broken($"size {i} is to be kept, but the input has {sizes.Length} axes"),
                var size => call.Small("shape", size, minimum: 0),
            };
        }

        var known = OperatorInputs.Count(call, result);
        if (open >= 0 && known > 0)
            (result[open], known) = (total / known, known * (total / known));
        return known == total
            ? result
            : throw call.Broken($"[{string.Join(", ", sizes)}] cannot become [{string.Join(", ", asked)}]");
    }

    private bool IsTrue(TValue? flag) => flag is not null && engine.Read(flag).Wholes is [not 0];

    private bool IsZero(TValue? ratio) => ratio is not null && engine.Read(ratio).Reals is [0];

    private static NamedArray Ones(int[] sizes, ElementType type)
    {
        var count = sizes.Aggregate(1, (product, size) => product * size);
        long[] axes = [.. sizes.Select(size => (long)size)];
        return type switch
        {
            ElementType.Boolean => NamedArray.Of<bool>("", axes, Enumerable.Repeat(true, count).ToArray()),
            ElementType.Float32 => NamedArray.Of<float>("", axes, Enumerable.Repeat(1f, count).ToArray()),
            ElementType.Float64 => NamedArray.Of<double>("", axes, Enumerable.Repeat(1.0, count).ToArray()),
            ElementType.Float16 => NamedArray.Of<Half>("", axes, Enumerable.Repeat((Half)1, count).ToArray()),
            _ => throw new UnsupportedException($"Dropout: a mask of {type}"),
        };
    }
}
