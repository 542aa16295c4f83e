namespace TorchBasics.Graphs.Operators;

/// <summary>Convolution and pooling.</summary>
internal sealed class WindowOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    public TValue?[] Conv(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 3);
        var (x, w, b) = (inputs.Required(call, 0), inputs.Required(call, 1), inputs.Optional(2));
        var settings = ConvolutionSettings.Read(call, engine.SizesOf(x), engine.SizesOf(w), b is null ? null : engine.SizesOf(b));
        return [engine.Convolve(x, w, b, settings)];
    }

    public TValue?[] AveragePool(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        var x = inputs.Required(call, 0);
        return [engine.AveragePool(x, PoolSettings.Read(call, engine.SizesOf(x)))];
    }

    public TValue?[] MaxPool(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        var x = inputs.Required(call, 0);
        var (maxima, places) = engine.MaxPool(x, PoolSettings.Read(call, engine.SizesOf(x)));
        return [maxima, places];
    }

    public TValue?[] GlobalAveragePool(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 1);
        var x = inputs.Required(call, 0);
        return engine.SizesOf(x).Length >= 3
            ? [engine.GlobalAveragePool(x)]
            : throw call.Broken("the input has fewer than 3 axes");
    }
}
