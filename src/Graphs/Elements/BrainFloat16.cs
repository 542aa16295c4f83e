using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Elements;

/// <summary>The upper half of a binary32.</summary>
internal readonly struct BrainFloat16 : IPrecision
{
    public static double UnitRoundoff => 1.0 / (1 << 8);

    public static double SmallestNormal => Binary32.SmallestNormal;

    // Adds half of the last bit that stays, one less where that bit is 0, so that ties go to even.
    public static double Round(double value)
    {
        var bits = BitConverter.SingleToUInt32Bits((float)value);
        return double.IsFinite(value)
            ? BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000)
            : value;
    }
}
