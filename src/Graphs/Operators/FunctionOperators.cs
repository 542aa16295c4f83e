using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;

namespace TorchBasics.Graphs.Operators;

/// <summary>Activations.</summary>
internal sealed class FunctionOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    // From this version on, softmax works along one axis; before, along all axes from one on, taken as one.
    private const int SoftmaxAlongAxis = 13;

    // From this version on, the ends are inputs; before, attributes.
    private const int EndsAsInputs = 11;

    /// <summary>An activation that is an operator of its own.</summary>
    public Func<OperatorCall, TValue?[], TValue?[]> Activation(OnnxActivation.Read read) => (call, inputs) =>
    {
        inputs.Limit(call, 1);
        call.Ignore("consumed_inputs");
        var x = inputs.Required(call, 0);
        try
        {
            return [engine.Apply(x, read(call.Float, call.Text) ?? throw call.Unsupported("an attribute with that text"))];
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw call.Unsupported(ReasonText.Of(error));
        }
    };

    public TValue?[] Erf(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        return [engine.Erf(inputs.Required(call, 0))];
    }

    public TValue?[] BatchNormalization(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 5);
        call.Ignore("momentum"); // training alone depends on it
        if (call.Flag("training_mode"))
            throw call.Unsupported("training_mode = 1");
        if (!call.Flag("spatial", otherwise: true))
            throw call.Unsupported("spatial = 0");
        // as the file holds it: engines add it in single precision
        var (x, eps) = (inputs.Required(call, 0), (float)call.Float("epsilon", 1e-5));
        var sizes = engine.SizesOf(x);
        var channels = sizes.Length > 1 ? sizes[1] : 1;
        TValue[] arrays = [.. Enumerable.Range(1, 4).Select(k => inputs.Required(call, k))];
        foreach (var array in arrays)
        {
            if (!engine.SizesOf(array).SequenceEqual([channels]))
                throw call.Broken(
                    $"scale, bias, mean and variance need the sizes [{channels}]; "
                    + $"one has [{string.Join(", ", engine.SizesOf(array))}]");
            if (engine.TypeOf(array) != engine.TypeOf(x) || engine.TypeOf(x) is not (ElementType.Float32 or ElementType.Float64))
                throw call.Unsupported($"{engine.TypeOf(array)} to normalize {engine.TypeOf(x)}");
        }

        var rows = sizes.Length > 1 ? x : engine.Reshape(x, [OperatorInputs.Count(call, sizes), 1]);
        return [engine.Reshape(engine.Normalize(rows, arrays[0], arrays[1], arrays[2], arrays[3], eps), sizes)];
    }

    public TValue?[] Clip(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, call.Version >= EndsAsInputs ? 3 : 1);
        call.Ignore("consumed_inputs");
        var x = inputs.Required(call, 0);
        if (engine.TypeOf(x) is not (ElementType.Float32 or ElementType.Float64))
            throw call.Unsupported($"elements of the type {engine.TypeOf(x)}");
        var (minimum, maximum) = call.Version >= EndsAsInputs
            ? (End(call, inputs, 1, float.MinValue), End(call, inputs, 2, float.MaxValue))
            : (call.Float("min", float.MinValue), call.Float("max", float.MaxValue));
        return minimum < maximum
            ? [engine.Apply(x, new Hardtanh(minimum, maximum))]
            : throw call.Unsupported("ends that leave nothing between them");
    }

    public TValue?[] Softmax(OperatorCall call, TValue?[] inputs) => AlongAxis(call, inputs, engine.Softmax);

    public TValue?[] LogSoftmax(OperatorCall call, TValue?[] inputs) => AlongAxis(call, inputs, engine.LogSoftmax);

    private double End(OperatorCall call, TValue?[] inputs, int index, double otherwise)
    {
        if (index >= inputs.Length || inputs[index] is not { } end)
            return otherwise;
        return engine.Read(end).Reals is [var value] && double.IsFinite(value)
            ? value
            : throw call.Unsupported("an end that is not one finite number");
    }

    private TValue?[] AlongAxis(OperatorCall call, TValue?[] inputs, Func<TValue, int, TValue> function)
    {
        inputs.Limit(call, 1);
        var x = inputs.Required(call, 0);
        var sizes = engine.SizesOf(x);
        var alongAxis = call.Version >= SoftmaxAlongAxis;
        var axis = call.Axis(call.Integer("axis", alongAxis ? -1 : 1), sizes.Length, sizes.Length - (alongAxis ? 1 : 0));
        if (alongAxis)
            return [function(x, axis)];
        var matrix = engine.Reshape(x, [OperatorInputs.Count(call, sizes[..axis]), OperatorInputs.Count(call, sizes[axis..])]);
        return [engine.Reshape(function(matrix, 1), sizes)];
    }
}
