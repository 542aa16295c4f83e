namespace TorchBasics.Kernels.Learning;

/// <summary>Consecutive elements of one parameter, with what belongs to them.</summary>
/// <param name="count">How many elements.</param>
/// <param name="weight">The weights.</param>
/// <param name="gradient">Their gradients.</param>
/// <param name="first">What the rule keeps; null where it keeps nothing.</param>
/// <param name="second">The second thing that it keeps; null where there is none.</param>
/// <param name="rateFactor">What the learning rate is multiplied by for them.</param>
internal readonly unsafe struct ParameterPointers(
    int count, float* weight, float* gradient, float* first, float* second, double rateFactor)
{
    /// <summary>How many elements.</summary>
    public int Count => count;

    /// <summary>The weights.</summary>
    public float* Weight => weight;

    /// <summary>Their gradients.</summary>
    public float* Gradient => gradient;

    /// <summary>What the rule keeps; null where it keeps nothing.</summary>
    public float* First => first;

    /// <summary>The second thing that the rule keeps; null where there is none.</summary>
    public float* Second => second;

    /// <summary>What the learning rate is multiplied by for them.</summary>
    public double RateFactor => rateFactor;

    /// <summary>Some of the elements.</summary>
    public ParameterPointers Piece(in ParameterPieces.Piece piece) => new(
        (int)piece.Length,
        weight + piece.Start,
        gradient + piece.Start,
        first is null ? null : first + piece.Start,
        second is null ? null : second + piece.Start,
        rateFactor);
}
