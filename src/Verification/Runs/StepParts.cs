using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Runs;

/// <summary>The parts of an observed step, put together from a trainer's states.</summary>
internal static class StepParts
{
    /// <summary>What can be said of every step.</summary>
    public static ObservedStep Of(
        Trainer trainer,
        TrainerState before,
        Tensor<Float64> inputs,
        int[] labels,
        IReadOnlyDictionary<string, Tensor<Float64>> gradients,
        IReadOnlyDictionary<int, (Tensor<Float64> Input, Tensor<Float64> Output)> dropouts)
    {
        var first = checked((int)(before.Step % trainer.StepsPerEpoch * trainer.Recipe.BatchSize));
        var samples = trainer.Order.Slice(first, Math.Min(labels.Length, trainer.Order.Length - first)).ToArray();
        return new(before.Step + 1, before, trainer.Save(), Array.ConvertAll(samples, sample => (int)sample), inputs, labels)
        {
            Rate = trainer.LearningRate,
            Gradients = gradients,
            Dropouts = dropouts,
        };
    }

    /// <summary>The arrays of each layer.</summary>
    public static IReadOnlyList<IReadOnlyList<Tensor<Float64>>> Weights(Architecture architecture, TrainerState state)
    {
        var arrays = state.Weights.ToDictionary(array => array.Name);
        return LayerArrays.Split(
            architecture.Layers, [.. architecture.Parameters.Select(parameter => RunSpecs.ToReference(arrays[parameter.Name]))]);
    }

    /// <summary>The gradients of each layer's trainable parameters; zeros where none came back.</summary>
    public static IReadOnlyList<IReadOnlyList<Tensor<Float64>>> ByLayer(
        Architecture architecture, IReadOnlyDictionary<string, Tensor<Float64>> gradients) =>
    [
        .. architecture.Layers.Select(layer => (IReadOnlyList<Tensor<Float64>>)
        [
            .. layer.Trainable.Select(parameter =>
                gradients.GetValueOrDefault(layer.FullName(parameter)) ?? new Tensor<Float64>([.. parameter.Shape])),
        ]),
    ];

    /// <summary>The record of a step, whose update is read off the states before and after it.</summary>
    public static StepRecord<Float64> Record(
        Trainer trainer, ObservedStep step, double loss, IReadOnlyList<LayerRecord<Float64>> layers) =>
        new(
            checked((int)step.Number),
            step.Rate,
            step.Inputs,
            step.Labels,
            layers,
            Tensor<Float64>.Over([], [new Float64(loss)]),
            Updates(trainer, step));

    private static List<ParameterRecord<Float64>> Updates(Trainer trainer, ObservedStep step)
    {
        var (before, after) = (ByName(step.Before), ByName(step.After));
        // Second derivatives are estimated anew before the update: it met those that it left.
        var found = trainer.Recipe.Optimizer == OptimizerKind.DiagonalLevenbergMarquardt ? after : before;
        var purposes = ReferenceOptimizer.Of(trainer.Recipe).Purposes;
        return
        [
            .. trainer.Network.named_parameters()
                .Where(pair => step.Gradients.ContainsKey(pair.name)).Select(pair => new ParameterRecord<Float64>(
                    pair.name,
                    before(pair.name),
                    ((TorchSharp.torch.Tensor)pair.parameter).GradientToReference(),
                    after(pair.name),
                    [.. purposes.Select(purpose => new BufferRecord<Float64>(
                        purpose, found($"{purpose}.{pair.name}"), after($"{purpose}.{pair.name}")))])),
        ];
    }

    private static Func<string, Tensor<Float64>> ByName(TrainerState state)
    {
        var arrays = state.Weights.Concat(state.OptimizerArrays).ToDictionary(array => array.Name);
        return name => RunSpecs.ToReference(arrays[name]);
    }
}
