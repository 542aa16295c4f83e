using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Arrays;

/// <summary>
/// Convolutions over any number of axes, from the reference's over two: with one axis fewer, a picture has one row; with
/// one more, the result is a sum over the taps along the first axis. Groups are convolutions beside each other, and so are
/// samples, which are computed in parallel.
/// </summary>
internal static class SpatialConvolution
{
    private static readonly WindowAxis Unit = new(Kernel: 1, Stride: 1, Dilation: 1, PadBegin: 0, PadEnd: 0);

    public static Tensor<T> Forward<T>(Tensor<T> x, Tensor<T> w, Tensor<T>? b, IReadOnlyList<WindowAxis> axes, int groups)
        where T : struct, IReal<T>
    {
        var bias = b ?? new Tensor<T>(w.Sizes[0]);
        var y = new Tensor<T>([x.Sizes[0], w.Sizes[0], .. axes.Select((axis, i) => axis.Outputs(x.Sizes[2 + i]))]);
        Parallel.For(0, x.Sizes[0], n => TensorAxes.Place(
            OfSample(TensorAxes.Part(x, 0, n, 1), w, bias, axes, groups, y.Sizes[1..]), y, 0, n));
        return y;
    }

    private static Tensor<T> OfSample<T>(
        Tensor<T> x, Tensor<T> w, Tensor<T> bias, IReadOnlyList<WindowAxis> axes, int groups, ReadOnlySpan<int> sizes)
        where T : struct, IReal<T>
    {
        var y = new Tensor<T>([1, .. sizes]);
        var (inputs, outputs) = (x.Sizes[1] / groups, w.Sizes[0] / groups);
        for (var g = 0; g < groups; g++)
        {
            var part = Convolve(
                TensorAxes.Part(x, 1, g * inputs, inputs),
                TensorAxes.Part(w, 0, g * outputs, outputs),
                TensorAxes.Part(bias, 0, g * outputs, outputs),
                axes);
            TensorAxes.Place(part, y, 1, g * outputs);
        }

        return y;
    }

    private static Tensor<T> Convolve<T>(Tensor<T> x, Tensor<T> w, Tensor<T> b, IReadOnlyList<WindowAxis> axes)
        where T : struct, IReal<T>
    {
        var sizes = x.Sizes.ToArray();
        if (axes.Count == 2)
            return Conv2d.Forward(x, w, b, new Window2d(axes[0], axes[1]));
        if (axes.Count == 1)
        {
            var y = Conv2d.Forward(
                x.Reshape(sizes[0], sizes[1], 1, sizes[2]),
                w.Reshape(w.Sizes[0], w.Sizes[1], 1, w.Sizes[2]),
                b,
                new Window2d(Unit, axes[0]));
            return y.Reshape(y.Sizes[0], y.Sizes[1], y.Sizes[3]);
        }

        var slices = Enumerable.Range(0, axes[0].Outputs(sizes[2])).Select(output => Slice(x, w, b, axes, output)).ToList();
        var result = new Tensor<T>([slices[0].Sizes[0], slices[0].Sizes[1], slices.Count, .. slices[0].Sizes[2..]]);
        for (var i = 0; i < slices.Count; i++)
            TensorAxes.Place(slices[i].Reshape([.. slices[i].Sizes[..2], 1, .. slices[i].Sizes[2..]]), result, 2, i);
        return result;
    }

    // One slice of the result along the first of the axes; the bias enters once.
    private static Tensor<T> Slice<T>(Tensor<T> x, Tensor<T> w, Tensor<T> b, IReadOnlyList<WindowAxis> axes, int output)
        where T : struct, IReal<T>
    {
        var rest = axes.Skip(1).ToList();
        var sum = new Tensor<T>([x.Sizes[0], w.Sizes[0], .. rest.Select((axis, i) => axis.Outputs(x.Sizes[3 + i]))]);
        sum = TensorAxes.Add(sum, b.Reshape([b.Sizes[0], .. Enumerable.Repeat(1, rest.Count)]));
        var none = b.ZerosLike();
        for (var tap = 0; tap < axes[0].Kernel; tap++)
        {
            var place = axes[0].Pixel(output, tap);
            if (place >= 0 && place < x.Sizes[2])
                sum = sum.Zip(Convolve(Cut(x, place), Cut(w, tap), none, rest), (left, right) => left + right);
        }

        return sum;
    }

    private static Tensor<T> Cut<T>(Tensor<T> x, int place)
        where T : struct, IReal<T> => TensorAxes.Part(x, 2, place, 1).Reshape([.. x.Sizes[..2], .. x.Sizes[3..]]);
}
