using TorchBasics.Core;
using TorchBasics.Core.Recipes;
using TorchBasics.Lessons.Witnesses;
using TorchBasics.Models;
using TorchBasics.Training.Losses;
using static TorchSharp.torch;

namespace TorchBasics.Cli.Learning;

/// <summary>libtorch, asked for the numbers that a lesson has computed on the reference. It has to be loaded.</summary>
internal sealed class LibtorchWitness : IWitness
{
    /// <inheritdoc/>
    public WitnessedStep Step(Model model, float[] inputs, float[] targets, LossKind loss)
    {
        using var scope = NewDisposeScope();
        using var network = new Network(model);
        var architecture = model.Architecture;
        var samples = inputs.Length / architecture.Input.Elements;
        var x = tensor(inputs, [samples, .. architecture.Input.Select(size => (long)size)]);
        var t = tensor(targets, [samples, targets.Length / samples]);
        var value = Loss.Create(loss, labelSmoothing: 0, architecture.ClassCount).OfSoft(network.call(x), t);
        if (architecture.ParameterCount > 0)
            value.backward();
        return new(
            value.item<float>(),
            [.. network.named_parameters().Select(parameter => parameter.parameter.grad is { } gradient
                ? gradient.data<float>().ToArray()
                : [])]);
    }
}
