namespace TorchBasics.Graphs.Operators;

/// <summary>Losses of classification.</summary>
internal sealed class LossOperators<TValue>(IOperators<TValue> engine)
    where TValue : class
{
    public TValue?[] NegativeLogLikelihood(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 3);
        var x = inputs.Required(call, 0);
        return [Loss(call, x, inputs)];
    }

    public TValue?[] SoftmaxCrossEntropy(OperatorCall call, TValue?[] inputs)
    {
        inputs.Limit(call, 3);
        CheckSizes(call, inputs);
        var logarithms = engine.LogProbabilities(inputs.Required(call, 0));
        return [Loss(call, logarithms, inputs), logarithms];
    }

    private TValue Loss(OperatorCall call, TValue logarithms, TValue?[] inputs)
    {
        CheckSizes(call, inputs);
        var settings = new LossSettings(
            call.Text("reduction", "mean") switch
            {
                "none" => LossReduction.None,
                "sum" => LossReduction.Sum,
                "mean" => LossReduction.Mean,
                var other => throw call.Unsupported($"reduction = {other}"),
            },
            call.Has("ignore_index") ? call.Integer("ignore_index", 0) : null);
        var target = inputs.Required(call, 1);
        var classes = engine.SizesOf(logarithms)[1];
        if (Array.Find(engine.Read(target).Wholes, label => label != settings.Ignored && (label < 0 || label >= classes))
            is var wrong and not 0)
            throw call.Broken($"a target is {wrong}; expected 0 to {classes - 1}");
        return engine.NegativeLogLikelihood(logarithms, target, inputs.Optional(2), settings);
    }

    private void CheckSizes(OperatorCall call, TValue?[] inputs)
    {
        var (x, target) = (engine.SizesOf(inputs.Required(call, 0)), engine.SizesOf(inputs.Required(call, 1)));
        if (x.Length < 2 || !target.SequenceEqual([x[0], .. x[2..]]))
            throw call.Broken($"the targets [{string.Join(", ", target)}] do not fit to [{string.Join(", ", x)}]");
        if (inputs.Optional(2) is { } weights && !engine.SizesOf(weights).SequenceEqual([x[1]]))
            throw call.Broken($"the weights have the sizes [{string.Join(", ", engine.SizesOf(weights))}]; expected [{x[1]}]");
    }
}
