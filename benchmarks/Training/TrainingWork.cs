using TorchBasics.Core;

namespace TorchBasics.Benchmarks.Training;

/// <summary>How much arithmetic a training step is, by formula.</summary>
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
}
