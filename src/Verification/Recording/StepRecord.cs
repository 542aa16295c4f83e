using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Recording;

/// <summary>Everything that an engine computed in one training step.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Step">Number of the step, from 1.</param>
/// <param name="LearningRate">The rate that the update was told.</param>
/// <param name="Inputs">The samples, as the engine took them [N, ...].</param>
/// <param name="Labels">The right classes, as the engine took them [N].</param>
/// <param name="Layers">What each layer did, in the order of the network.</param>
/// <param name="Loss">The mean loss, a single number.</param>
/// <param name="Parameters">What happened to each trainable parameter; empty where the step had no backward pass.</param>
public sealed record StepRecord<T>(
    int Step,
    double LearningRate,
    Tensor<T> Inputs,
    int[] Labels,
    IReadOnlyList<LayerRecord<T>> Layers,
    Tensor<T> Loss,
    IReadOnlyList<ParameterRecord<T>> Parameters)
    where T : struct, IReal<T>
{
    /// <summary>
    /// Every array of the step in the order in which one causes the next: forward, loss, backward, update. The first
    /// that is wrong is therefore where a fault sits.
    /// </summary>
    /// <returns>Places and arrays.</returns>
    public IEnumerable<(Place Place, Tensor<T> Values)> InCausalOrder()
    {
        yield return (Place.Inputs, Inputs);
        foreach (var layer in Layers)
            yield return (Place.Output(layer.Label), layer.Output);
        yield return (Place.Loss, Loss);
        if (Layers[^1].OutputGradient is { } lossGradient)
            yield return (Place.LossGradient, lossGradient);
        foreach (var layer in Layers.Reverse())
        {
            if (layer.Gradients is not { } gradients)
                continue;
            for (var i = 0; i < gradients.Parameters.Count; i++)
                yield return (Place.ParameterGradient(layer.Label, layer.Layer.Parameters[i].Name), gradients.Parameters[i]);
            yield return (Place.InputGradient(layer.Label), gradients.Input);
        }

        foreach (var parameter in Parameters)
        {
            foreach (var buffer in parameter.Buffers)
                yield return (Place.Buffer(parameter.Name, buffer.Purpose), buffer.After);
            yield return (Place.Parameter(parameter.Name), parameter.After);
        }
    }
}
