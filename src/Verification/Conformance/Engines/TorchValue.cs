using TorchBasics.Core;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Conformance.Engines;

/// <summary>An array of libtorch.</summary>
/// <param name="Tensor">The elements; unsigned integers of 16 bits and more, which TorchSharp's tensors lack, as Int64.</param>
/// <param name="Type">The type that the model gives it.</param>
internal sealed record TorchValue(Tensor Tensor, ElementType Type);
