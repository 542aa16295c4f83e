using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Recording;

/// <summary>What a step did to one trainable parameter.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Name">Full name, such as "conv1.weight".</param>
/// <param name="Before">Before the update.</param>
/// <param name="Gradient">The gradient that the optimizer used.</param>
/// <param name="After">After the update.</param>
/// <param name="Buffers">The optimizer's buffers for it.</param>
public sealed record ParameterRecord<T>(
    string Name, Tensor<T> Before, Tensor<T> Gradient, Tensor<T> After, IReadOnlyList<BufferRecord<T>> Buffers)
    where T : struct, IReal<T>;
