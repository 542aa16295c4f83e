using TorchBasics.Core.Layers;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;

namespace TorchBasics.Kernels.Proving;

/// <summary>Our own kernels of one width, asked as an engine is: samples side by side, group after group.</summary>
/// <param name="kernels">The kernels.</param>
internal sealed unsafe class KernelOperators(LaneKernels kernels) : IFloatOperators
{
    /// <summary>Whether there are kernels for it: not for batch normalisation, nor for groups of channels.</summary>
    public static bool CanAnswer(KnownAnswer question) => question is not (NormAnswer or ConvolutionAnswer { Sizes.Groups: > 1 });

    /// <inheritdoc/>
    public float[] Convolution(in ConvolutionSizes sizes, float[] x, float[] weight, float[] bias)
    {
        var geometry = Geometry(sizes);
        using var packed = new AlignedFloats(weight.Length);
        using var picture = new AlignedFloats(geometry.Input.GroupStep);
        using var result = new AlignedFloats(geometry.Output.GroupStep);
        var y = new float[sizes.Samples * geometry.Output.Features];
        fixed (float* weights = weight, biases = bias)
        {
            Packing.Rows(weights, sizes.Outputs, geometry.FanIn, packed.Pointer);
            for (var first = 0; first < sizes.Samples; first += Lanes.Count)
            {
                Spread(x, first, geometry.Input, picture);
                kernels.Conv2d(geometry, picture.Pointer, packed.Pointer, biases, activation: null, result.Pointer, choice: null);
                Gather(result, geometry.Output, y, first);
            }
        }

        return y;
    }

    /// <inheritdoc/>
    public (float[] GradX, float[] GradWeight, float[] GradBias) ConvolutionGradients(
        in ConvolutionSizes sizes, float[] gradY, float[] x, float[] weight)
    {
        var geometry = Geometry(sizes);
        using var packed = new AlignedFloats(weight.Length);
        using var picture = new AlignedFloats(geometry.Input.GroupStep);
        using var gradPicture = new AlignedFloats(geometry.Input.GroupStep);
        using var gradResult = new AlignedFloats(geometry.Output.GroupStep);
        using var gradSum = new AlignedFloats(geometry.Gradient.GroupStep);
        var (gradX, gradWeight, gradBias) = (new float[x.Length], new float[weight.Length], new float[sizes.Outputs]);
        fixed (float* weights = weight, gradWeights = gradWeight, gradBiases = gradBias)
        {
            Packing.Columns(weights, sizes.Outputs, sizes.Channels, geometry.KernelArea, packed.Pointer);
            for (var first = 0; first < sizes.Samples; first += Lanes.Count)
            {
                Spread(x, first, geometry.Input, picture);
                Spread(gradY, first, geometry.Output, gradResult);
                kernels.Conv2dBackwardSums(
                    geometry,
                    gradResult.Pointer,
                    gradResult.Pointer,
                    choice: null,
                    activation: null,
                    gradSum.Pointer,
                    gradBiases);
                kernels.Conv2dBackwardWeight(geometry, 1, picture.Pointer, 0, gradSum.Pointer, 0, gradWeights);
                kernels.Conv2dBackwardInput(geometry, gradSum.Pointer, packed.Pointer, gradPicture.Pointer);
                Gather(gradPicture, geometry.Input, gradX, first);
            }
        }

        return (gradX, gradWeight, gradBias);
    }

    /// <inheritdoc/>
    public float[] Linear(in ProductSizes sizes, float[] x, float[] weight, float[] bias)
    {
        var (inputs, outputs) = (sizes.Inputs, sizes.Outputs);
        fixed (float* weights = weight, biases = bias)
        {
            var (w, b) = ((nint)weights, (nint)biases);
            return ByGroup(x, new Plane(inputs, 1, 1), new Plane(outputs, 1, 1), (from, to) =>
                kernels.Linear(1, inputs, outputs, (float*)from, (float*)w, (float*)b, activation: null, (float*)to));
        }
    }

    /// <inheritdoc/>
    /// <remarks>The gradient of a linear layer's input is such a product.</remarks>
    public float[] MatrixProduct(in ProductSizes sizes, float[] x, float[] factor)
    {
        var (inputs, outputs) = (sizes.Inputs, sizes.Outputs);
        fixed (float* factors = factor)
        {
            var f = (nint)factors;
            return ByGroup(x, new Plane(inputs, 1, 1), new Plane(outputs, 1, 1), (from, to) =>
                kernels.LinearBackwardInput(1, outputs, inputs, (float*)from, (float*)f, (float*)to));
        }
    }

    /// <inheritdoc/>
    public float[] MaxPool(in PoolSizes sizes, float[] x)
    {
        var geometry = Geometry(sizes);
        using var choice = new AlignedFloats(geometry.Output.GroupStep);
        return ByGroup(x, geometry.Input, geometry.Output, (from, to) => kernels.MaxPool2d(
            geometry, (float*)from, (float*)to, choice.Pointer));
    }

    /// <inheritdoc/>
    public float[] AvgPool(in PoolSizes sizes, float[] x)
    {
        var geometry = Geometry(sizes);
        return ByGroup(
            x, geometry.Input, geometry.Output, (from, to) => kernels.AvgPool2d(geometry, (float*)from, null, null, (float*)to));
    }

    /// <inheritdoc/>
    public float[] Softmax(int rows, int classes, float[] x) =>
        ByGroup(x, new Plane(classes, 1, 1), new Plane(classes, 1, 1), (from, to) =>
            kernels.Softmax(classes, logarithm: false, (float*)from, (float*)to));

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always: there is no such kernel.</exception>
    public float[] BatchNorm(in NormSizes sizes, float[] x, float[] weight, float[] bias, float[] mean, float[] variance) =>
        throw new NotSupportedException("There is no kernel for batch normalisation.");

    private static ConvGeometry Geometry(in ConvolutionSizes sizes) => new(
        new Plane(sizes.Channels, sizes.Side, sizes.Side, sizes.Padding, sizes.Padding),
        new Plane(sizes.Outputs, sizes.OutputSide, sizes.OutputSide),
        new Window(sizes.Kernel, sizes.Stride, sizes.Padding, 1),
        Pools: false);

    private static PoolGeometry Geometry(in PoolSizes sizes) => new(
        new Plane(sizes.Channels, sizes.Side, sizes.Side),
        new Plane(sizes.Channels, sizes.OutputSide, sizes.OutputSide),
        new Window(sizes.Kernel, sizes.Stride, 0, 1));

    private static float[] ByGroup(float[] x, Plane input, Plane output, Action<nint, nint> compute)
    {
        using var from = new AlignedFloats(input.GroupStep);
        using var to = new AlignedFloats(output.GroupStep);
        var samples = x.Length / input.Features;
        var y = new float[samples * output.Features];
        for (var first = 0; first < samples; first += Lanes.Count)
        {
            Spread(x, first, input, from);
            compute((nint)from.Pointer, (nint)to.Pointer);
            Gather(to, output, y, first);
        }

        return y;
    }

    /// <summary>Samples from one on into their lanes; missing ones are zeros.</summary>
    private static void Spread(float[] values, int first, Plane plane, AlignedFloats lanes)
    {
        new Span<float>(lanes.Pointer, plane.GroupStep).Clear();
        Visit(values.Length / plane.Features, first, plane, (place, index) => lanes.Pointer[place] = values[index]);
    }

    private static void Gather(AlignedFloats lanes, Plane plane, float[] values, int first) =>
        Visit(values.Length / plane.Features, first, plane, (place, index) => values[index] = lanes.Pointer[place]);

    private static void Visit(int samples, int first, Plane plane, Action<int, int> number)
    {
        var places = plane.Places();
        for (var lane = 0; lane < Math.Min(Lanes.Count, samples - first); lane++)
            for (var feature = 0; feature < places.Length; feature++)
                number(places[feature] + lane, ((first + lane) * plane.Features) + feature);
    }
}
