using System.Collections.Frozen;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Recording;

/// <summary>Everything that an engine computed in one training step.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Step">Number of the step, from 1.</param>
/// <param name="LearningRate">The rate that the update was told.</param>
/// <param name="Inputs">The samples, as the engine took them [N, ...].</param>
/// <param name="Labels">The right classes, as the engine took them [N].</param>
/// <param name="Layers">What each layer did, in the order of the network; those of <see cref="Hidden"/> are left out.</param>
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
    private readonly Tensor<T>? _outputs;
    private readonly Tensor<T>? _outputGradient;

    /// <summary>
    /// Labels of the layers that the engine cannot look into, such as a function that a foreign module calls in between:
    /// nothing is claimed about them. None by default.
    /// </summary>
    public IReadOnlySet<string> Hidden { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Arrays at the edges of hidden layers that show from outside, such as what the next visible layer took.</summary>
    public IReadOnlyList<(Place Place, Tensor<T> Values)> Edges { get; init; } = [];

    /// <summary>What the network returned [N, ...]; the results of the last layer unless the engine says otherwise.</summary>
    public Tensor<T> Outputs
    {
        get => _outputs ?? Layers[^1].Output;
        init => _outputs = value;
    }

    /// <summary>The gradient that the loss sent into the network; null where the step had no backward pass.</summary>
    public Tensor<T>? OutputGradient
    {
        get => _outputGradient ?? (_outputs is null ? Layers[^1].OutputGradient : null);
        init => _outputGradient = value;
    }

    /// <summary>Whether the engine is known not to see an array: the inside of a hidden layer.</summary>
    /// <param name="place">The array.</param>
    /// <returns>True for results and input gradients of hidden layers; never for parameters.</returns>
    public bool Hides(Place place) =>
        Hidden.Contains(place.Layer) && (place == Place.Output(place.Layer) || place == Place.InputGradient(place.Layer));

    /// <summary>
    /// Every array of the step in the order in which one causes the next: forward, loss, backward, update. The first
    /// that is wrong is therefore where a fault sits.
    /// </summary>
    /// <returns>Places and arrays.</returns>
    public IEnumerable<(Place Place, Tensor<T> Values)> InCausalOrder()
    {
        yield return (Place.Inputs, Inputs);
        foreach (var layer in Layers)
        {
            yield return (Place.Output(layer.Label), layer.Output);
            foreach (var (buffer, values) in LayerBuffers.Of(layer.Layer).Zip(layer.BuffersAfter))
                yield return (Place.LayerBuffer(layer.Label, buffer.Name), values);
        }

        foreach (var edge in Edges)
            yield return edge;
        yield return (Place.Loss, Loss);
        if (OutputGradient is { } lossGradient)
            yield return (Place.LossGradient, lossGradient);
        foreach (var layer in Layers.Reverse())
        {
            if (layer.Gradients is not { } gradients)
                continue;
            foreach (var (parameter, gradient) in layer.Layer.Trainable.Zip(gradients.Parameters))
                yield return (Place.ParameterGradient(layer.Label, parameter.Name), gradient);
            yield return (Place.InputGradient(layer.Label), gradients.Input);
        }

        foreach (var parameter in Parameters.Where(parameter => Hidden.Contains(Place.Parameter(parameter.Name).Layer)))
            yield return (Place.ParameterGradient(parameter.Name), parameter.Gradient);
        foreach (var parameter in Parameters)
        {
            foreach (var buffer in parameter.Buffers)
                yield return (Place.Buffer(parameter.Name, buffer.Purpose), buffer.After);
            yield return (Place.Parameter(parameter.Name), parameter.After);
        }
    }
}
