using TorchBasics.Reference.Numbers;

namespace TorchBasics.Reference.Optimizers;

/// <summary>What one step of an update rule returns; nothing that went in was changed.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Parameter">The new parameter.</param>
/// <param name="Buffers">The new state, in the order of the rule's docstring; none where the rule remembers nothing.</param>
public sealed record OptimizerStep<T>(Tensor<T> Parameter, params IReadOnlyList<Tensor<T>> Buffers)
    where T : struct, IReal<T>;
