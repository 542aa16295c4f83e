using TorchBasics.Graphs.Operators;
using TorchBasics.Reference.Layers;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Graphs.Arrays;

/// <summary>
/// Pooling over any number of axes, from the reference's over two: the last two axes first, then one after the other. The
/// maximum of maxima is the maximum, and because a mean counts a rectangle of taps, the mean of means is the mean.
/// </summary>
internal static class SpatialPooling
{
    private static readonly WindowAxis Unit = new(Kernel: 1, Stride: 1, Dilation: 1, PadBegin: 0, PadEnd: 0);

    public static Tensor<T> Average<T>(Tensor<T> x, PoolSettings settings)
        where T : struct, IReal<T>
    {
        var y = x;
        foreach (var (view, window, sizes) in Passes(x.Sizes.ToArray(), settings))
            y = AvgPool2d.Forward(y.Reshape(view), window, settings.Ceiling, settings.CountPadding).Reshape(sizes);
        return y;
    }

    /// <summary>The maxima, and the place of each in the elements of x.</summary>
    public static (Tensor<T> Maxima, int[] Places) Maximum<T>(Tensor<T> x, PoolSettings settings)
        where T : struct, IReal<T>
    {
        var y = x;
        var places = Enumerable.Range(0, x.Elements.Length).ToArray();
        foreach (var (view, window, sizes) in Passes(x.Sizes.ToArray(), settings))
        {
            var input = y.Reshape(view);
            // Along one axis, the first of equal maxima is the one with the lowest place, because the passes over the
            // axes behind it have chosen theirs so.
            var winners = MaxPool2d.Winners(input, window, settings.Ceiling);
            y = MaxPool2d.Forward(input, window, settings.Ceiling).Reshape(sizes);
            places = [.. winners.Select(winner => places[winner])];
        }

        return (y, settings.ColumnMajor ? [.. places.Select(place => Transpose(place, x.Sizes))] : places);
    }

    // For each pass: the four axes as which it sees its input, its window, and the sizes of its result.
    private static IEnumerable<(int[] View, Window2d Window, int[] Sizes)> Passes(int[] sizes, PoolSettings settings)
    {
        var axes = settings.Axes;
        var first = Math.Max(0, axes.Count - 2);
        for (var i = first; i >= 0; i--)
        {
            var isPair = i == first && axes.Count >= 2;
            int[] view =
                [TensorAxes.Product(sizes.AsSpan(..(2 + i))), 1, sizes[2 + i], TensorAxes.Product(sizes.AsSpan((3 + i)..))];
            sizes = [.. sizes];
            sizes[2 + i] = axes[i].Outputs(sizes[2 + i], settings.Ceiling);
            if (isPair)
                sizes[3 + i] = axes[i + 1].Outputs(sizes[3 + i], settings.Ceiling);
            yield return (view, new Window2d(axes[i], isPair ? axes[i + 1] : Unit), sizes);
        }
    }

    // The place when the axes of the picture are counted from the first on, within the same sample and channel.
    private static int Transpose(int place, ReadOnlySpan<int> sizes)
    {
        var plane = TensorAxes.Product(sizes[2..]);
        var (rest, result, stride) = (place % plane, place - (place % plane), plane);
        for (var axis = sizes.Length - 1; axis >= 2; axis--)
        {
            stride /= sizes[axis];
            result += rest % sizes[axis] * stride;
            rest /= sizes[axis];
        }

        return result;
    }
}
