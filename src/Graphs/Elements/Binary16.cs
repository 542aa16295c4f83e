using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Elements;

/// <summary>IEEE 754 half precision.</summary>
internal readonly struct Binary16 : IPrecision
{
    public static double UnitRoundoff => 1.0 / (1 << 11);

    public static double SmallestNormal => 1.0 / (1 << 14);

    public static double Round(double value) => (double)(Half)value;
}
