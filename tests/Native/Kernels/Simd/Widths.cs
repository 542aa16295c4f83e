using System.Runtime.Intrinsics;
using TorchBasics.Kernels.Simd;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>The kernels for each width of a register; those wider than the machine's are computed in pieces.</summary>
internal static class Widths
{
    public static TheoryData<int> All => [.. LaneKernels.All.Select(kernels => kernels.Bits)];

    public static LaneKernels Of(int bits) => LaneKernels.All.Single(kernels => kernels.Bits == bits);

    /// <summary>Random cases of a property: few where no vector instruction may be used and everything is slow.</summary>
    public static int Cases(int cases) => Vector128.IsHardwareAccelerated ? cases : Math.Max(1, cases / 10);
}
