namespace TorchBasics.Verification.Conformance.Operators;

/// <summary>Activations.</summary>
internal sealed class FunctionOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    // From this version on, softmax works along one axis; before, along all axes from one on, taken as one.
    private const int SoftmaxAlongAxis = 13;

    public TValue?[] Relu(OperatorCall call, TValue?[] inputs) => Apply(call, inputs, engine.Relu);

    public TValue?[] Tanh(OperatorCall call, TValue?[] inputs) => Apply(call, inputs, engine.Tanh);

    public TValue?[] Sigmoid(OperatorCall call, TValue?[] inputs) => Apply(call, inputs, engine.Sigmoid);

    public TValue?[] Softmax(OperatorCall call, TValue?[] inputs) => AlongAxis(call, inputs, engine.Softmax);

    public TValue?[] LogSoftmax(OperatorCall call, TValue?[] inputs) => AlongAxis(call, inputs, engine.LogSoftmax);

    private static TValue?[] Apply(OperatorCall call, TValue?[] inputs, Func<TValue, TValue> function)
    {
        inputs.Limit(call, 1);
        call.Ignore("consumed_inputs");
        return [function(inputs.Required(call, 0))];
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
