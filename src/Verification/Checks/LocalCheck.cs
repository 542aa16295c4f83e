using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Rounding;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Checks;

/// <summary>
/// Judges every piece of a step by itself: each layer on the very numbers that the engine gave it, so that errors do not
/// pile up and each bound is that of one operation. Forward, backward, loss, gradient of the loss, update.
/// </summary>
/// <typeparam name="TPrecision">The format of the engine.</typeparam>
/// <param name="recipe">The loss and the optimizer of the run.</param>
public sealed class LocalCheck<TPrecision>(TrainingRecipe recipe) : IStepCheck
    where TPrecision : IPrecision
{
    private readonly ReferenceOptimizer _optimizer = ReferenceOptimizer.Of(recipe);

    /// <inheritdoc/>
    public string Name => "local";

    /// <inheritdoc/>
    public IEnumerable<Deviation> Check(StepRecord<Float64> record) =>
        InParallel.Run<Deviation>(
        [
            .. record.Layers.Select(layer => (Func<IEnumerable<Deviation>>)(() => Layer(layer))),
            () => Loss(record),
            .. record.Parameters.Select(parameter => (Func<IEnumerable<Deviation>>)(() => Update(parameter, record))),
        ]);

    /// <summary>Judges one layer.</summary>
    /// <param name="record">What it did.</param>
    /// <returns>Its results and, where there was a backward pass, its gradients.</returns>
    internal static IEnumerable<Deviation> Layer(LayerRecord<Float64> record)
    {
        var (parameters, x) = (record.Parameters.Select(Exactly).ToList(), Exactly(record.Input));
        var output = Comparison.Within(
            Place.Output(record.Label), record.Output, ReferenceLayer.Forward(record.Layer, parameters, x, record.State));
        if (!output.Passed && Undecided.Forward(record.Layer, parameters, x, record.State))
            yield break;
        yield return output;
        if (record is { Layer: Dropout dropout, Kept: { } kept })
            yield return KeptShare.Check(record, dropout.Probability, kept);
        foreach (var (buffer, actual, expectation) in Buffers(record, parameters, x))
            yield return Comparison.Within(Place.LayerBuffer(record.Label, buffer.Name), actual, expectation);
        if (record.OutputGradient is null || output.Problem is not null)
            yield break;

        var expected = ReferenceLayer.Backward(
            record.Layer, parameters, x, Exactly(record.Output), Exactly(record.OutputGradient), record.State);
        List<Deviation> gradients =
        [
            .. record.LacksInputGradient ? [] : (Deviation[])
                [Comparison.Within(Place.InputGradient(record.Label), record.Gradients?.Input, expected.Input)],
            .. record.Layer.Trainable.Select((spec, k) => Comparison.Within(
                Place.ParameterGradient(record.Label, spec.Name), record.Gradients?.Parameters[k], expected.Parameters[k])),
        ];
        if (gradients.Exists(gradient => !gradient.Passed) && record.Gradients is not null
            && Undecided.Within(record.Layer, parameters, x, record.State))
            yield break;
        foreach (var gradient in gradients)
            yield return gradient;
    }

    // An engine that says nothing of its buffers is blamed for it.
    private static IEnumerable<(ParameterSpec Buffer, Tensor<Float64>? Actual, Tensor<Rounded<TPrecision>> Expected)> Buffers(
        LayerRecord<Float64> record, List<Tensor<Rounded<TPrecision>>> parameters, Tensor<Rounded<TPrecision>> x) =>
        record.State.IsTraining
            ? ReferenceLayer.Buffers(record.Layer, parameters, x, record.State).Select((expected, k) =>
                (LayerBuffers.Of(record.Layer).ElementAt(k), record.BuffersAfter.ElementAtOrDefault(k), expected))
            : [];

    private IEnumerable<Deviation> Loss(StepRecord<Float64> record)
    {
        var outputs = Exactly(record.Outputs);
        var classes = outputs.Sizes[1];
        var expected = Tensor<Rounded<TPrecision>>.Over(
            [], [ReferenceLoss.Value(recipe.Loss, recipe.LabelSmoothing, classes, outputs, record.Labels)]);
        yield return Comparison.Within(Place.Loss, record.Loss, expected);
        if (record.OutputGradient is { } gradient)
            yield return Comparison.Within(
                Place.LossGradient,
                gradient,
                ReferenceLoss.Gradient(recipe.Loss, recipe.LabelSmoothing, classes, outputs, record.Labels));
    }

    private IEnumerable<Deviation> Update(ParameterRecord<Float64> parameter, StepRecord<Float64> record)
    {
        var buffers = parameter.Buffers.Select(buffer => Exactly(buffer.Before)).ToList();
        var rate = _optimizer.RateOf(SpecOf(parameter.Name, record), record.LearningRate);
        var step = _optimizer.Step(Exactly(parameter.Before), Exactly(parameter.Gradient), buffers, record.Step, rate);
        foreach (var (actual, expected) in parameter.Buffers.Zip(step.Buffers))
            yield return Comparison.Within(Place.Buffer(parameter.Name, actual.Purpose), actual.After, expected);
        yield return Comparison.Within(Place.Parameter(parameter.Name), parameter.After, step.Parameter);
    }

    private static ParameterSpec SpecOf(string name, StepRecord<Float64> record) =>
        (from layer in record.Layers
         from spec in layer.Layer.Trainable
         where layer.Layer.FullName(spec) == name
         select spec).First();

    private static Tensor<Rounded<TPrecision>> Exactly(Tensor<Float64> values) =>
        values.Map(value => Rounded<TPrecision>.Exactly(value.Value));
}
