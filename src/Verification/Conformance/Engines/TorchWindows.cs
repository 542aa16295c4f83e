using TorchBasics.Bindings.Memory;
using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Conformance.Engines;

/// <summary>
/// libtorch's convolutions and poolings over one, two or three axes. They pad alike at both ends; where the model does not,
/// the input is padded first.
/// </summary>
internal static class TorchWindows
{
    public static Tensor Convolve(Tensor x, Tensor w, Tensor? b, ConvolutionSettings settings)
    {
        var axes = settings.Axes;
        var isEven = axes.All(axis => axis.PadBegin == axis.PadEnd);
        var input = isEven ? x : Pad(x, axes, value: 0);
        var padding = Long(axes, axis => isEven ? axis.PadBegin : 0);
        var (strides, dilations) = (Long(axes, axis => axis.Stride), Long(axes, axis => axis.Dilation));
        return axes.Count switch
        {
            1 => functional.conv1d(input, w, b, strides[0], padding[0], dilations[0], settings.Groups),
            2 => functional.conv2d(input, w, b, strides, padding, dilations, settings.Groups),
            3 => functional.conv3d(input, w, b, strides, padding, dilations, settings.Groups),
            _ => throw TooMany(axes),
        };
    }

    public static Tensor Average(Tensor x, PoolSettings settings)
    {
        var axes = settings.Axes;
        if (!FitsPool(axes) || axes.Any(axis => axis.Dilation != 1))
            return AverageBySums(x, settings);
        var (kernel, strides, padding) =
            (Long(axes, axis => axis.Kernel), Long(axes, axis => axis.Stride), Long(axes, axis => axis.PadBegin));
        var (ceiling, countPadding) = (settings.Ceiling, settings.CountPadding);
        return axes.Count switch
        {
            1 => functional.avg_pool1d(x, kernel[0], strides[0], padding[0], ceiling, countPadding),
            2 => functional.avg_pool2d(x, kernel, strides, padding, ceiling, countPadding),
            3 => functional.avg_pool3d(x, kernel, strides, padding, ceiling, countPadding),
            _ => throw TooMany(axes),
        };
    }

    public static (Tensor Maxima, Tensor Places) Maximum(Tensor x, PoolSettings settings)
    {
        var axes = settings.Axes;
        var isEven = FitsPool(axes);
        var input = isEven ? x : Pad(x, axes, double.NegativeInfinity);
        var (kernel, strides, dilations) =
            (Long(axes, axis => axis.Kernel), Long(axes, axis => axis.Stride), Long(axes, axis => axis.Dilation));
        var padding = Long(axes, axis => isEven ? axis.PadBegin : 0);
        var ceiling = settings.Ceiling;
        var (maxima, places) = axes.Count switch
        {
            1 => functional.max_pool1d_with_indices(input, kernel[0], strides[0], padding[0], dilations[0], ceiling),
            2 => functional.max_pool2d_with_indices(input, kernel, strides, padding, dilations, ceiling),
            3 => functional.max_pool3d_with_indices(input, kernel, strides, padding, dilations, ceiling),
            _ => throw TooMany(axes),
        };
        return (maxima, WholePlaces(places, x, input, axes, isEven, settings.ColumnMajor));
    }

    // libtorch takes the same padding at both ends and at most half a window of it.
    private static bool FitsPool(IReadOnlyList<WindowAxis> axes) =>
        axes.All(axis => axis.PadBegin == axis.PadEnd && 2 * axis.PadBegin <= axis.Kernel);

    // libtorch's average pooling has neither dilation nor unequal padding: a convolution with ones sums the windows, and
    // another one counts their elements.
    private static Tensor AverageBySums(Tensor x, PoolSettings settings)
    {
        var axes = settings.Axes;
        var picture = ones_like(x);
        var (values, counts) =
            (Hang(Pad(x, axes, value: 0), x, settings), Hang(Pad(picture, axes, settings.CountPadding ? 1 : 0), x, settings));
        var channels = x.shape[1];
        var kernel = ones([channels, 1, .. Long(axes, axis => axis.Kernel)], dtype: x.dtype);
        var plain = new ConvolutionSettings([.. axes.Select(axis => axis with { PadBegin = 0, PadEnd = 0 })], (int)channels);
        return Convolve(values, kernel, null, plain) / Convolve(counts, kernel, null, plain);
    }

    // Zeros behind the padding where a last window hangs out; they count nowhere.
    private static Tensor Hang(Tensor padded, Tensor x, PoolSettings settings)
    {
        var sizes = x.shape;
        return Pad(padded, [.. settings.Axes.Select((axis, i) =>
        {
            var needed = ((axis.Outputs((int)sizes[2 + i], settings.Ceiling) - 1) * axis.Stride) + axis.Span;
            return axis with { PadBegin = 0, PadEnd = Math.Max(0, needed - (int)padded.shape[2 + i]) };
        })], value: 0);
    }

    // From places within a padded plane to places within the whole array.
    private static Tensor WholePlaces(
        Tensor places, Tensor x, Tensor padded, IReadOnlyList<WindowAxis> axes, bool isEven, bool columnMajor)
    {
        var (sizes, paddedSizes) = (x.shape[2..], padded.shape[2..]);
        var plane = sizes.Aggregate(1L, (product, size) => product * size);
        var planes = tensor([.. Enumerable.Range(0, checked((int)(x.shape[0] * x.shape[1]))).Select(i => (long)i)])
            .reshape([x.shape[0], x.shape[1], .. Enumerable.Repeat(1L, axes.Count)]);
        var (result, rest) = (planes.Times(plane), places);
        var (stride, forward) = (1L, plane);
        for (var axis = axes.Count - 1; axis >= 0; axis--)
        {
            forward /= sizes[axis];
            using Scalar size = paddedSizes[axis];
            var index = rest.remainder(size).Plus(isEven ? 0L : -axes[axis].PadBegin);
            rest = rest.div(size, RoundingMode.floor);
            result = result.Plus(index.Times(columnMajor ? forward : stride));
            stride *= sizes[axis];
        }

        return result;
    }

    private static Tensor Pad(Tensor x, IReadOnlyList<WindowAxis> axes, double value)
    {
        var pads = axes.Reverse().SelectMany(axis => (long[])[axis.PadBegin, axis.PadEnd]).ToArray(); // the last axis comes first
        return pads.All(pad => pad == 0) ? x : functional.pad(x, pads, PaddingModes.Constant, value);
    }

    private static long[] Long(IReadOnlyList<WindowAxis> axes, Func<WindowAxis, int> select) =>
        [.. axes.Select(axis => (long)select(axis))];

    private static UnsupportedException TooMany(IReadOnlyList<WindowAxis> axes) =>
        new($"libtorch: windows over {axes.Count} axes");
}
