namespace TorchBasics.Lessons.Learning;

/// <summary>What is true of every convolution, tried on one: all in whole numbers, so that nothing is rounded.</summary>
internal static class ConvolutionFacts
{
    private const int Kernel = 3;

    /// <summary>Counts the places of a window one by one, and asks the reference for the size of its result.</summary>
    /// <returns>How many sizes were tried, and how many of them the formula floor((n + 2p - k) / s) + 1 misses.</returns>
    public static (int Tried, int Missed) Sizes()
    {
        var (tried, missed) = (0, 0);
        for (var kernel = 1; kernel <= 4; kernel++)
            for (var size = kernel; size <= 7; size++)
                for (var padding = 0; padding < kernel; padding++)
                    for (var stride = 1; stride <= 3; stride++)
                    {
                        var formula = Size(size, kernel, padding, stride);
                        var result = Convolution.Apply(
                            new double[size, size], new double[kernel, kernel], padding, stride);
                        tried++;
                        if (result.GetLength(0) != formula || Places(size, kernel, padding, stride) != formula)
                            missed++;
                    }

        return (tried, missed);
    }

    /// <summary>The formula: floor((n + 2p - k) / s) + 1.</summary>
    public static int Size(int size, int kernel, int padding, int stride) => ((size + (2 * padding) - kernel) / stride) + 1;

    /// <summary>
    /// How many pairs of window and cell of the kernel meet the picture, along one axis: the square of it is the number of
    /// products of a square picture.
    /// </summary>
    public static int Meetings(int size, int padding, int stride)
    {
        var meetings = 0;
        for (var start = -padding; start + Kernel <= size + padding; start += stride)
            for (var pixel = start; pixel < start + Kernel; pixel++)
                if (pixel >= 0 && pixel < size)
                    meetings++;
        return meetings;
    }

    /// <summary>Whether the result of 2 X - 3 Y is 2 times that of X - 3 times that of Y, Y being X upside down.</summary>
    public static bool IsLinear(double[,] picture, double[,] kernel, int stride, int padding)
    {
        var other = Planes.Make(
            picture.GetLength(0), picture.GetLength(1), (row, column) => picture[picture.GetLength(0) - 1 - row, column]);
        var mixed = Convolution.Apply(Planes.Zip(picture, other, Mix), kernel, padding, stride);
        return Planes.AreEqual(mixed, Planes.Zip(
            Convolution.Apply(picture, kernel, padding, stride), Convolution.Apply(other, kernel, padding, stride), Mix));

        static double Mix(double x, double y) => (2 * x) - (3 * y);
    }

    /// <summary>Moves the picture by a stride to the right, and compares where both windows lie inside.</summary>
    /// <returns>How many numbers were compared, and how many of them did not move along by one place.</returns>
    public static (int Compared, int Different) Shift(double[,] picture, double[,] kernel, int stride, int padding)
    {
        var before = Convolution.Apply(picture, kernel, padding, stride);
        var after = Convolution.Apply(Planes.Shifted(picture, 0, stride), kernel, padding, stride);
        var (compared, different) = (0, 0);
        for (var row = 0; row < before.GetLength(0); row++)
            for (var column = 1; column < before.GetLength(1); column++)
            {
                var left = ((column - 1) * stride) - padding;
                if (left < 0 || left + stride + Kernel > picture.GetLength(1))
                    continue;
                compared++;
                if (after[row, column] != before[row, column - 1])
                    different++;
            }

        return (compared, different);
    }

    /// <summary>Sums up, per channel, the convolutions of single channels, and compares with that of all.</summary>
    public static bool IsSumOfChannels(IReadOnlyList<double[,]> planes, IReadOnlyList<ConvolutionKernel> kernels, int padding)
    {
        var whole = Convolution.Apply(planes, kernels, 1, padding);
        return kernels.Index().All(kernel => Planes.AreEqual(whole[kernel.Index], planes
            .Zip(kernel.Item.Channels, (plane, weights) => Convolution.Apply(plane, weights, padding))
            .Aggregate(Planes.Map(planes[0], _ => kernel.Item.Bias), (sum, part) => Planes.Zip(sum, part, (x, y) => x + y))));
    }

    /// <summary>The places of a window, counted.</summary>
    private static int Places(int size, int kernel, int padding, int stride)
    {
        var places = 0;
        for (var start = -padding; start + kernel <= size + padding; start += stride)
            places++;
        return places;
    }
}
