namespace TorchBasics.Kernels.Simd;

/// <summary>The function that a kernel applies to its sums before it stores them.</summary>
internal enum Squash
{
    /// <summary>y = x.</summary>
    None,

    /// <summary>y = max(0, x).</summary>
    Relu,

    /// <summary>y = tanh x.</summary>
    Tanh,

    /// <summary>y = 1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>y = A tanh(S x), with the constants of <see cref="Core.Layers.ScaledTanh"/>.</summary>
    ScaledTanh,

    /// <summary>y = 1 above zero, else 0; no gradient passes.</summary>
    Step,
}
