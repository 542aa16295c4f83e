namespace TorchBasics.Graphs.Operators;

/// <summary>
/// Steps of training. The inputs are the learning rate, the number of steps done before, then all parameters, all their
/// gradients, and so on; the outputs all new parameters, then their states.
/// </summary>
internal sealed class OptimizerOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    private const int Leading = 2;

    public TValue?[] Momentum(OperatorCall call, TValue?[] inputs)
    {
        var (rate, step, count) = ReadLeading(call, inputs, perTensor: 3);
        var nesterov = call.Text("mode", "") switch
        {
            "nesterov" => true,
            "standard" => false,
            var other => throw call.Unsupported($"mode = {other}"),
        };
        var settings = new MomentumSettings(
            step, call.Float("alpha", 0), call.Float("beta", 0), call.Float("norm_coefficient", 0), nesterov);
        var outputs = new TValue?[2 * count];
        for (var i = 0; i < count; i++)
        {
            var (x, gradient, v) =
                (Tensor(call, inputs, i), Tensor(call, inputs, count + i), Tensor(call, inputs, (2 * count) + i));
            CheckSizes(call, x, gradient, v);
            (outputs[i], outputs[count + i]) = engine.Momentum(rate, x, gradient, v, settings);
        }

        return outputs;
    }

    public TValue?[] Adam(OperatorCall call, TValue?[] inputs)
    {
        var (rate, step, count) = ReadLeading(call, inputs, perTensor: 4);
        // The defaults are those of the operator's definition.
        var settings = new AdamSettings(
            step, call.Float("alpha", 0.9), call.Float("beta", 0.999), call.Float("epsilon", 1e-6),
            call.Float("norm_coefficient", 0), call.Float("norm_coefficient_post", 0));
        var outputs = new TValue?[3 * count];
        for (var i = 0; i < count; i++)
        {
            var (x, gradient, v, h) = (Tensor(call, inputs, i), Tensor(call, inputs, count + i),
                Tensor(call, inputs, (2 * count) + i), Tensor(call, inputs, (3 * count) + i));
            CheckSizes(call, x, gradient, v, h);
            (outputs[i], outputs[count + i], outputs[(2 * count) + i]) = engine.Adam(rate, x, gradient, v, h, settings);
        }

        return outputs;
    }

    private (TValue Rate, long Step, int Count) ReadLeading(OperatorCall call, TValue?[] inputs, int perTensor)
    {
        var (rate, step) = (inputs.Required(call, 0), inputs.Required(call, 1));
        if ((inputs.Length - Leading) % perTensor != 0 || inputs.Length == Leading)
            throw call.Broken($"{inputs.Length} inputs; expected {Leading} and {perTensor} for each parameter");
        if (engine.Read(rate).Reals is not [_] || engine.Read(step).Wholes is not [var done])
            throw call.Broken("the learning rate or the number of steps is not one number");
        return (engine.Reshape(rate, []), done, (inputs.Length - Leading) / perTensor);
    }

    private static TValue Tensor(OperatorCall call, TValue?[] inputs, int index) => inputs.Required(call, Leading + index);

    private void CheckSizes(OperatorCall call, TValue x, params ReadOnlySpan<TValue> others)
    {
        foreach (var other in others)
        {
            if (!engine.SizesOf(x).SequenceEqual(engine.SizesOf(other)))
                throw call.Broken(
                    $"a parameter has the sizes [{string.Join(", ", engine.SizesOf(x))}], "
                    + $"its gradient or state [{string.Join(", ", engine.SizesOf(other))}]");
        }
    }
}
