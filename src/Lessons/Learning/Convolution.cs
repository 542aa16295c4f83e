using TorchBasics.Core.Layers;
using TorchBasics.Reference;
using TorchBasics.Reference.Numbers;
using TorchBasics.Reference.Tracing;

namespace TorchBasics.Lessons.Learning;

/// <summary>Convolutions of planes by the reference.</summary>
internal static class Convolution
{
    /// <summary>Slides kernels over a picture.</summary>
    /// <param name="planes">The channels of the picture.</param>
    /// <param name="kernels">The kernels, each with as many channels.</param>
    /// <param name="stride">Step of the window.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <returns>A plane for each kernel.</returns>
    public static IReadOnlyList<double[,]> Apply(
        IReadOnlyList<double[,]> planes, IReadOnlyList<ConvolutionKernel> kernels, int stride, Size2d padding)
    {
        var y = ReferenceLayer.Forward(Layer(kernels, stride, padding), Parameters(kernels), Planes.Picture(planes));
        return [.. Enumerable.Range(0, kernels.Count).Select(kernel => Planes.Of(y, 0, kernel))];
    }

    /// <summary>Slides a kernel over a grey picture.</summary>
    /// <param name="plane">The picture.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="padding">Zeros on each side.</param>
    /// <param name="stride">Step of the window.</param>
    /// <returns>The result.</returns>
    public static double[,] Apply(double[,] plane, double[,] kernel, Size2d padding = default, int stride = 1) =>
        Apply([plane], [new ConvolutionKernel(0, kernel)], stride, padding)[0];

    /// <summary>The same, with each number of the result remembering how it came about.</summary>
    public static TracedConvolution Trace(
        IReadOnlyList<double[,]> planes, IReadOnlyList<ConvolutionKernel> kernels, int stride, int padding)
    {
        var layer = Layer(kernels, stride, padding);
        return new(layer, ReferenceTrace.Forward(layer, Parameters(kernels), Planes.Picture(planes)));
    }

    private static Conv2d Layer(IReadOnlyList<ConvolutionKernel> kernels, int stride, Size2d padding) => new(
        "conv", kernels[0].Channels.Count, kernels.Count,
        new Size2d(kernels[0].Channels[0].GetLength(0), kernels[0].Channels[0].GetLength(1)), stride, padding);

    private static Tensor<Float64>[] Parameters(IReadOnlyList<ConvolutionKernel> kernels)
    {
        var first = kernels[0].Channels[0];
        return
        [
            Tensor<Float64>.From(
                [kernels.Count, kernels[0].Channels.Count, first.GetLength(0), first.GetLength(1)],
                kernels.SelectMany(kernel => kernel.Channels).SelectMany(plane => plane.Cast<double>()).ToArray()),
            Tensor<Float64>.From([kernels.Count], kernels.Select(kernel => kernel.Bias).ToArray()),
        ];
    }
}

/// <summary>A kernel.</summary>
/// <param name="Bias">What is added to each sum.</param>
/// <param name="Channels">Its weights, a plane for each channel of the picture.</param>
internal sealed record ConvolutionKernel(double Bias, params IReadOnlyList<double[,]> Channels);

/// <summary>A convolution whose numbers remember how they came about.</summary>
/// <param name="Layer">Its description.</param>
/// <param name="Y">Its result [1, O, H, W].</param>
internal sealed record TracedConvolution(Conv2d Layer, Tensor<Traced> Y)
{
    /// <summary>Rows of the result.</summary>
    public int Rows => Y.Sizes[2];

    /// <summary>Columns of the result.</summary>
    public int Columns => Y.Sizes[3];

    /// <summary>Kernels.</summary>
    public int Kernels => Y.Sizes[1];

    /// <summary>The result of a kernel.</summary>
    public double[,] Result(int kernel = 0) => Planes.Of(Y, 0, kernel);

    /// <summary>How a number of the result came about.</summary>
    public ElementTrace Element(int row, int column, int kernel = 0) => ElementTrace.Of(Y, [0, kernel, row, column]);

    /// <summary>All numbers of the result, in order.</summary>
    public IEnumerable<ElementTrace> Elements() =>
        from kernel in Enumerable.Range(0, Kernels)
        from row in Enumerable.Range(0, Rows)
        from column in Enumerable.Range(0, Columns)
        select Element(row, column, kernel);
}
