namespace TorchBasics.Graphs.Operators;

/// <summary>The attributes of Gemm.</summary>
/// <param name="Alpha">Factor of the product.</param>
/// <param name="Beta">Factor of what is added.</param>
/// <param name="TransposeA">Whether the first matrix is transposed.</param>
/// <param name="TransposeB">Whether the second is.</param>
public sealed record GemmSettings(double Alpha, double Beta, bool TransposeA, bool TransposeB);
