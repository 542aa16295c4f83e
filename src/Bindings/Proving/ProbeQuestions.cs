using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Proving;

/// <summary>The questions of the doctor's probe: some hundreds of shapes of each operator, in a grid.</summary>
/// <remarks>
/// Channels with and without tails of blocks of 8 and 16, the catalogue's among them; small pictures, because plain loops answer,
/// too. Sizes at which a sum could reach 2^24 do not occur.
/// </remarks>
internal static class ProbeQuestions
{
    private const long MostProducts = 12_000_000; // what plain loops take a hundredth of a second for

    private static readonly (int Channels, int Outputs, int Groups)[] Channels =
    [
        (1, 1, 1), (1, 6, 1), (3, 8, 1), (6, 16, 1), (7, 13, 1), (8, 8, 1), (1, 32, 1), (16, 16, 1), (20, 50, 1), (32, 64, 1),
        (64, 10, 1), (64, 64, 1),
        (4, 6, 2), (6, 6, 6), (8, 8, 8), (12, 18, 3), (16, 32, 2), (32, 64, 2),
    ];

    // kernel 1 with a padding is no layer of anyone's
    private static readonly (int Kernel, int Padding)[] Kernels = [(1, 0), (3, 0), (3, 1), (5, 0), (5, 2)];

    /// <summary>Every question; operator by operator.</summary>
    public static IReadOnlyList<KnownAnswer> All { get; } =
        [.. Convolutions(), .. Products(), .. Pools(), .. Softmaxes(), .. Norms()];

    private static IEnumerable<KnownAnswer> Convolutions() =>
        from channels in Channels
        from kernel in Kernels
        from stride in (int[])[1, 2]
        from samples in (int[])[1, 2, 64]
        let sizes = Affordable(samples, side => new ConvolutionSizes(
            samples, channels.Channels, channels.Outputs, side, kernel.Kernel, stride, kernel.Padding, channels.Groups))
        select new ConvolutionAnswer(sizes, []);

    private static IEnumerable<KnownAnswer> Products() =>
        from inputs in (int[])[1, 2, 3, 7, 10, 16, 31, 84, 120, 400]
        from outputs in (int[])[1, 2, 6, 10, 16, 33, 84, 120]
        from samples in (int[])[1, 2, 3, 64]
        select new ProductAnswer(new(samples, inputs, outputs), []);

    private static IEnumerable<KnownAnswer> Pools() =>
        from channels in (int[])[1, 3, 6, 8, 16, 20, 33]
        from side in (int[])[4, 5, 8, 11]
        from window in ((int Kernel, int Stride)[])[(2, 1), (2, 2), (4, 2), (4, 4)]
        from samples in (int[])[1, 2, 64]
        select new PoolAnswer(new(samples, channels, side, window.Kernel, window.Stride), []);

    // Below 8 only powers of two, so that the shares are exact.
    private static IEnumerable<KnownAnswer> Softmaxes() =>
        from classes in (int[])[1, 2, 4, 8, 9, 10, 11, 15, 16, 17, 26, 31, 32, 33, 47, 64, 100, 129, 256, 1000]
        from rows in (int[])[1, 2, 3, 5, 8, 15, 16, 17, 33, 64]
        select new SoftmaxAnswer(rows, classes, []);

    private static IEnumerable<KnownAnswer> Norms() =>
        from channels in (int[])[1, 2, 3, 6, 7, 8, 16, 20, 33, 64]
        from pixels in (int[])[1, 2, 9, 16, 25, 49, 100]
        from samples in (int[])[1, 2, 64]
        select new NormAnswer(new(samples, channels, pixels), []);

    /// <summary>With the largest picture of a few that plain loops can afford.</summary>
    private static ConvolutionSizes Affordable(int samples, Func<int, ConvolutionSizes> ofSide)
    {
        foreach (var side in (int[])[12, 9, 7])
            if (ofSide(side) is var sizes && Products(sizes) <= MostProducts)
                return sizes;
        return ofSide(samples == 1 ? 7 : 5);
    }

    private static long Products(in ConvolutionSizes sizes) =>
        (long)sizes.Samples * sizes.Outputs * sizes.OutputSide * sizes.OutputSide * (sizes.Channels / sizes.Groups) * sizes.Kernel
        * sizes.Kernel;
}
