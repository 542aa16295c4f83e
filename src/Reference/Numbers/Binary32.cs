namespace TorchBasics.Reference.Numbers;

/// <summary>IEEE 754 single precision.</summary>
public readonly struct Binary32 : IPrecision
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 1.0 / (1 << 24);

    /// <inheritdoc/>
    public static double SmallestNormal => 1.1754943508222875e-38; // 2^-126

    /// <inheritdoc/>
    public static double Round(double value) => (float)value;
}
