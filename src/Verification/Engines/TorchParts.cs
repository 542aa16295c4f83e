using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Engines;

/// <summary>
/// The places where a training step on libtorch calls the product's code. As they stand they are the product; the
/// self-test replaces one at a time by a wrong one.
/// </summary>
public sealed record TorchParts
{
    /// <summary>The product, unchanged.</summary>
    public static TorchParts Product { get; } = new();

    /// <summary>What happens to a network whose weights have just been set.</summary>
    public Action<Network> Initialize { get; init; } = _ => { };

    /// <summary>A layer's forward pass; its backward pass follows by automatic differentiation.</summary>
    public Func<LayerCall, Tensor> Forward { get; init; } = call => call.Module.call(call.Input);

    /// <summary>The mean loss of a batch.</summary>
    public Func<LossCall, Tensor> Loss { get; init; } = call => call.Loss.Of(call.Outputs, call.Labels);

    /// <summary>Forgets the gradients of the step before.</summary>
    public Action<Optimizer, int> ZeroGradient { get; init; } = (optimizer, _) => optimizer.ZeroGrad();

    /// <summary>What happens to the gradients between the backward pass and the update.</summary>
    public Action<IReadOnlyList<(string Name, Parameter Values)>> AfterBackward { get; init; } = _ => { };

    /// <summary>The update.</summary>
    public Action<UpdateCall> Update { get; init; } = call => call.Optimizer.Step(call.LearningRate);

    /// <summary>
    /// The batch of a step, as the engine takes it: from all steps of the run and the number of this one, from 0.
    /// </summary>
    public Func<IReadOnlyList<StepFeed>, int, StepFeed> Feed { get; init; } = (steps, index) => steps[index];

    /// <summary>A layer about to run.</summary>
    /// <param name="Label">Its label.</param>
    /// <param name="Layer">Its description.</param>
    /// <param name="Module">Its module.</param>
    /// <param name="Input">What goes in.</param>
    /// <param name="Training">Whether in training mode.</param>
    public sealed record LayerCall(string Label, Layer Layer, Module<Tensor, Tensor> Module, Tensor Input, bool Training);

    /// <summary>A loss about to be computed.</summary>
    /// <param name="Loss">The loss.</param>
    /// <param name="Outputs">What the network said [N, classes].</param>
    /// <param name="Labels">Right classes [N].</param>
    public sealed record LossCall(Loss Loss, Tensor Outputs, Tensor Labels);

    /// <summary>An update about to be made.</summary>
    /// <param name="Optimizer">The rule.</param>
    /// <param name="Parameters">What it moves.</param>
    /// <param name="LearningRate">The rate.</param>
    /// <param name="Step">Number of the step, from 1.</param>
    public sealed record UpdateCall(
        Optimizer Optimizer, IReadOnlyList<(string Name, Parameter Values)> Parameters, double LearningRate, int Step);
}
