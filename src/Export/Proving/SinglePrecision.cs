using TorchBasics.Reference.Numbers;

namespace TorchBasics.Export.Proving;

/// <summary>Single precision in which the constants of formulas are rounded, too, as they are in a file.</summary>
internal readonly struct SinglePrecision : IPrecision
{
    /// <inheritdoc/>
    public static double UnitRoundoff => Binary32.UnitRoundoff;

    /// <inheritdoc/>
    public static double SmallestNormal => Binary32.SmallestNormal;

    /// <inheritdoc/>
    public static double Round(double value) => Binary32.Round(value);

    /// <inheritdoc/>
    public static double Constant(double value) => Binary32.Round(value);
}
