using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TorchBasics.Kernels.Vectors;

/// <summary>Which vector registers the kernels use.</summary>
/// <remarks>
/// .NET reports 512 bits as not accelerated on processors that lower their clock for them (Skylake-X, Cascade Lake), though
/// it compiles them. For these kernels, which do little but multiply and add, they are worth it: five runs with each in turns on
/// a quiet Cascade Lake trained LeNet-5 at 53 % of the rate of a matrix product with 512 bits and at 35 % with 256, which is 1.52
/// times as much (95 % interval 1.35 to 1.70).
/// </remarks>
internal static class Registers
{
    /// <summary>Whether the machine has registers of 512 bits.</summary>
    public static bool Has512 => Vector512.IsHardwareAccelerated || Avx512F.IsSupported;

    /// <summary>Whether the machine has registers of 256 bits.</summary>
    public static bool Has256 => Vector256.IsHardwareAccelerated;

    /// <summary>Whether the machine has registers of 128 bits.</summary>
    public static bool Has128 => Vector128.IsHardwareAccelerated;

    /// <summary>Width of the widest in bits; 0 where there is none.</summary>
    public static int Widest => Has512 ? 512 : Has256 ? 256 : Has128 ? 128 : 0;
}
