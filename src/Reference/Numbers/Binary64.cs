namespace TorchBasics.Reference.Numbers;

/// <summary>IEEE 754 double precision.</summary>
public readonly struct Binary64 : IPrecision
{
    /// <inheritdoc/>
    public static double UnitRoundoff => 1.0 / (1L << 53);

    /// <inheritdoc/>
    public static double SmallestNormal => 2.2250738585072014e-308; // 2^-1022

    /// <inheritdoc/>
    public static double Round(double value) => value;
}
