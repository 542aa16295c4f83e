using TorchBasics.Benchmarks.Running;
using TorchBasics.Core;
using TorchBasics.Core.Recipes;

namespace TorchBasics.Benchmarks.Training;

/// <summary>How much arithmetic and traffic a training step is, by formula.</summary>
internal static class TrainingWork
{
    /// <summary>
    /// Additions and multiplications of one step: a multiply-add counts two; backward does each product twice, once for
    /// the weights and once for the input, but nobody asks for the gradient of the samples. Pooling, activations, loss and
    /// update do not count.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <param name="batch">Samples per step.</param>
    /// <returns>The number of operations.</returns>
    public static long Flops(Architecture architecture, int batch)
    {
        var first = architecture.Layers.Zip(architecture.Shapes, (layer, input) => layer.MultiplyAdds(input))
            .First(count => count > 0);
        return 2 * batch * ((3 * architecture.MultiplyAdds) - first);
    }

    /// <summary>
    /// What a step moves: the weights forward and backward, their gradients, and in the update the weights, the gradients and
    /// what the rule keeps, once read and, but for the gradients, once written. Samples and values between layers do not count.
    /// </summary>
    /// <param name="architecture">The network.</param>
    /// <param name="optimizer">The rule.</param>
    public static Traffic Traffic(Architecture architecture, OptimizerKind optimizer)
    {
        var kept = optimizer switch
        {
            OptimizerKind.Sgd => 0,
            OptimizerKind.Momentum or OptimizerKind.Nesterov or OptimizerKind.DiagonalLevenbergMarquardt or OptimizerKind.RmsProp
                or OptimizerKind.Adagrad => 1,
            OptimizerKind.Adam or OptimizerKind.AdamW or OptimizerKind.Adadelta => 2,
        };
        var bytes = sizeof(float) * architecture.ParameterCount;
        return new(bytes * (6 + (2 * kept)), bytes * (2 + kept));
    }
}
