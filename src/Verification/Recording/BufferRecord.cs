using TorchBasics.Reference.Numbers;

namespace TorchBasics.Verification.Recording;

/// <summary>What a step did to one of the optimizer's buffers.</summary>
/// <typeparam name="T">The number.</typeparam>
/// <param name="Purpose">Which buffer: "momentum", "exp_avg", "exp_avg_sq".</param>
/// <param name="Before">Before the update.</param>
/// <param name="After">After it.</param>
public sealed record BufferRecord<T>(string Purpose, Tensor<T> Before, Tensor<T> After)
    where T : struct, IReal<T>;
