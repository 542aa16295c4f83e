namespace TorchBasics.Kernels.Proving;

/// <summary>The operators as plain loops: what the results are held against.</summary>
internal sealed class PlainOperators : IFloatOperators
{
    private PlainOperators()
    {
    }

    /// <summary>They have no state.</summary>
    public static PlainOperators Instance { get; } = new();

    // n: sample, o: output channel, c: input channel of its group, i, j: place in the result, u, v: place in the kernel

    /// <inheritdoc/>
    public float[] Convolution(in ConvolutionSizes sizes, float[] x, float[] weight, float[] bias)
    {
        var side = sizes.OutputSide;
        var y = new float[sizes.Samples * sizes.Outputs * side * side];
        for (var i = 0; i < y.Length; i++)
            y[i] = bias[i / (side * side) % sizes.Outputs];
        var stride = sizes.Stride;
        Walk(sizes, (at, from, by, count) =>
        {
            var w = weight[by];
            for (var j = 0; j < count; j++)
                y[at + j] += x[from + (j * stride)] * w;
        });
        return y;
    }

    /// <inheritdoc/>
    public (float[] GradX, float[] GradWeight, float[] GradBias) ConvolutionGradients(
        in ConvolutionSizes sizes, float[] gradY, float[] x, float[] weight)
    {
        var (gradX, gradWeight, gradBias) = (new float[x.Length], new float[weight.Length], new float[sizes.Outputs]);
        for (var i = 0; i < gradY.Length; i++)
            gradBias[i / (sizes.OutputSide * sizes.OutputSide) % sizes.Outputs] += gradY[i];
        var stride = sizes.Stride;
        Walk(sizes, (at, from, by, count) =>
        {
            var (w, sum) = (weight[by], 0f);
            for (var j = 0; j < count; j++)
            {
                var g = gradY[at + j];
                gradX[from + (j * stride)] += g * w;
                sum += g * x[from + (j * stride)];
            }

            gradWeight[by] += sum;
        });
        return (gradX, gradWeight, gradBias);
    }

    /// <inheritdoc/>
    public float[] Linear(in ProductSizes sizes, float[] x, float[] weight, float[] bias)
    {
        var y = new float[sizes.Samples * sizes.Outputs];
        for (var n = 0; n < sizes.Samples; n++)
        {
            for (var o = 0; o < sizes.Outputs; o++)
            {
                var sum = bias[o];
                for (var i = 0; i < sizes.Inputs; i++)
                    sum += weight[(o * sizes.Inputs) + i] * x[(n * sizes.Inputs) + i];
                y[(n * sizes.Outputs) + o] = sum;
            }
        }

        return y;
    }

    /// <inheritdoc/>
    public float[] MatrixProduct(in ProductSizes sizes, float[] x, float[] factor)
    {
        var y = new float[sizes.Samples * sizes.Outputs];
        for (var n = 0; n < sizes.Samples; n++)
            for (var i = 0; i < sizes.Inputs; i++)
                for (var o = 0; o < sizes.Outputs; o++)
                    y[(n * sizes.Outputs) + o] += x[(n * sizes.Inputs) + i] * factor[(i * sizes.Outputs) + o];
        return y;
    }

    /// <inheritdoc/>
    public float[] MaxPool(in PoolSizes sizes, float[] x) => Pool(sizes, x, float.NegativeInfinity, Math.Max, 1);

    /// <inheritdoc/>
    public float[] AvgPool(in PoolSizes sizes, float[] x) =>
        Pool(sizes, x, 0, (sum, value) => sum + value, sizes.Kernel * sizes.Kernel);

    /// <inheritdoc/>
    public float[] Softmax(int rows, int classes, float[] x)
    {
        var y = new float[x.Length];
        for (var row = 0; row < rows; row++)
        {
            var from = x.AsSpan(row * classes, classes);
            var to = y.AsSpan(row * classes, classes);
            var (largest, sum) = (float.NegativeInfinity, 0f);
            foreach (var value in from)
                largest = Math.Max(largest, value);
            for (var i = 0; i < classes; i++)
                sum += to[i] = MathF.Exp(from[i] - largest);
            for (var i = 0; i < classes; i++)
                to[i] /= sum;
        }

        return y;
    }

    /// <inheritdoc/>
    public float[] BatchNorm(in NormSizes sizes, float[] x, float[] weight, float[] bias, float[] mean, float[] variance)
    {
        var y = new float[x.Length];
        for (var i = 0; i < y.Length; i++)
        {
            var c = i / sizes.Pixels % sizes.Channels;
            y[i] = ((x[i] - mean[c]) / MathF.Sqrt(variance[c]) * weight[c]) + bias[c];
        }

        return y;
    }

    /// <summary>
    /// Visits every product of a convolution, a row at a time: the place of the row's first in y, in x (where each further one is
    /// a stride away) and in the weights, and how many there are.
    /// </summary>
    private static void Walk(in ConvolutionSizes sizes, Action<int, int, int, int> row)
    {
        var (side, inGroup, outGroup) = (sizes.OutputSide, sizes.Channels / sizes.Groups, sizes.Outputs / sizes.Groups);
        for (var n = 0; n < sizes.Samples; n++)
            for (var o = 0; o < sizes.Outputs; o++)
                for (var c = 0; c < inGroup; c++)
                    for (var u = 0; u < sizes.Kernel; u++)
                        for (var v = 0; v < sizes.Kernel; v++)
                        {
                            var weight = (((((o * inGroup) + c) * sizes.Kernel) + u) * sizes.Kernel) + v;
                            var (first, end) = Inside(sizes, v);
                            var channel = (o / outGroup * inGroup) + c;
                            for (var (i, last) = Inside(sizes, u); i < last; i++)
                            {
                                row(
                                    (((((n * sizes.Outputs) + o) * side) + i) * side) + first,
                                    (((((n * sizes.Channels) + channel) * sizes.Side) + (i * sizes.Stride) + u - sizes.Padding)
                                        * sizes.Side) + (first * sizes.Stride) + v - sizes.Padding,
                                    weight,
                                    end - first);
                            }
                        }
    }

    /// <summary>
    /// The places of the result, from the first to before the second, at which a tap of the kernel lies within the picture.
    /// </summary>
    private static (int First, int End) Inside(in ConvolutionSizes sizes, int tap)
    {
        var (first, end) = (0, sizes.OutputSide);
        while (first < end && (first * sizes.Stride) + tap < sizes.Padding)
            first++;
        while (end > first && ((end - 1) * sizes.Stride) + tap - sizes.Padding >= sizes.Side)
            end--;
        return (first, end);
    }

    private static float[] Pool(in PoolSizes sizes, float[] x, float start, Func<float, float, float> combine, float divisor)
    {
        var side = sizes.OutputSide;
        var y = new float[sizes.Samples * sizes.Channels * side * side];
        for (var at = 0; at < y.Length; at++)
        {
            var (plane, place) = Math.DivRem(at, side * side);
            var (i, j) = Math.DivRem(place, side);
            var value = start;
            for (var u = 0; u < sizes.Kernel; u++)
                for (var v = 0; v < sizes.Kernel; v++)
                    value = combine(
                        value, x[(((plane * sizes.Side) + (i * sizes.Stride) + u) * sizes.Side) + (j * sizes.Stride) + v]);
            y[at] = value / divisor;
        }

        return y;
    }
}
