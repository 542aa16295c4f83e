using TorchBasics.Kernels.Activations;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.KernelConvolutionFaults;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in the kernels of pooling, by itself and in the pass of a convolution.</summary>
internal static unsafe class KernelPoolingFaults
{
    private static readonly Place MaximumGradient = Place.InputGradient("maxpool2d1");

    public static IReadOnlyList<Fault> All { get; } =
    [
        Of("last of equal maxima wins", Probe.Ties, right => new(right)
        {
            OnMaxPool2d = (right, in window, x, y, choice) =>
            {
                right.MaxPool2d(window, x, y, choice);
                Each(window, (in window, channel, row, column, p, q, lane) =>
                {
                    if (x[window.Pixel(channel, row, column, p, q) + lane] == y[window.Output.Offset(channel, row, column) + lane]
                        && choice is not null)
                        choice[window.Plain(channel, row, column) + lane] = (p * window.Window.Kernel.Width) + q;
                });
            },
        }, MaximumGradient),
        Of("row and column of the largest exchanged", Probe.Ties, right => new(right)
        {
            OnMaxPool2d = (right, in window, x, y, choice) =>
            {
                right.MaxPool2d(window, x, y, choice);
                for (var i = 0; i < window.Output.Features * Lanes.Count && choice is not null; i++)
                    choice[i] = ((int)choice[i] % window.Window.Kernel.Width * window.Window.Kernel.Width)
                        + ((int)choice[i] / window.Window.Kernel.Width);
            },
        }, MaximumGradient),
        Of("gradients of windows that overlap written instead of added", Probe.Ties, right => new(right)
        {
            OnMaxPool2dBackward = (_, in window, gradY, choice, gradX) =>
            {
                new Span<float>(gradX, window.Input.GroupStep).Clear();
                Each(window, (in window, channel, row, column, p, q, lane) =>
                {
                    if (choice[window.Plain(channel, row, column) + lane] == (p * window.Window.Kernel.Width) + q)
                        gradX[window.Pixel(channel, row, column, p, q) + lane] =
                            gradY[window.Output.Offset(channel, row, column) + lane];
                });
            },
        }, MaximumGradient),
        Of("padding counted in a mean that should not", Probe.Picture, right => new(right)
        {
            OnAvgPool2d = (right, in window, x, weight, bias, y) => right.AvgPool2d(
                window with { CountsPadding = true }, x, weight, bias, y),
        }, Place.Output("avgpool2d3")),
        Of("gradient of a mean not divided", Probe.Means, right => new(right)
        {
            OnAvgPool2dBackward = (right, in window, x, weight, gradY, gradX, gradWeight, gradBias) =>
            {
                right.AvgPool2dBackward(window, x, weight, gradY, gradX, gradWeight, gradBias);
                for (var i = 0; i < window.Input.GroupStep && gradX is not null; i++)
                    gradX[i] *= window.Window.Kernel.Height * window.Window.Kernel.Width;
            },
        }, Place.InputGradient("avgpool2d1")),
        Of("offset of a trainable mean left out", Probe.LeNet, right => new(right)
        {
            OnAvgPool2d = (right, in window, x, weight, _, y) => right.AvgPool2d(window, x, weight, null, y),
        }, Place.Output("subsampling")),
        Of("gradient of a trainable factor of the last group alone", Probe.Crowd, right => new(right)
        {
            OnAvgPool2dBackward = (right, in window, x, weight, gradY, gradX, gradWeight, gradBias) =>
            {
                if (weight is not null)
                    new Span<float>(gradWeight, window.Input.Channels).Clear();
                right.AvgPool2dBackward(window, x, weight, gradY, gradX, gradWeight, gradBias);
            },
        }, Place.ParameterGradient("sub", "weight")),
        Of("last of equal sums wins where a convolution pools", Probe.PooledTies, right => new(right)
        {
            OnConv2d = (right, in geometry, x, packed, bias, activation, y, choice) =>
            {
                right.Conv2d(geometry, x, packed, bias, activation, y, choice);
                if (geometry.Pools && choice is not null)
                    ChooseLast(right, geometry, x, packed, bias, activation, y, choice);
            },
        }, Place.ParameterGradient("conv1", "weight")),
        Of("right and below exchanged where a convolution pools", Probe.Crowd, right => new(right)
        {
            OnConv2d = (right, in geometry, x, packed, bias, activation, y, choice) =>
            {
                right.Conv2d(geometry, x, packed, bias, activation, y, choice);
                for (var i = 0; geometry.Pools && choice is not null && i < geometry.Output.Features * Lanes.Count; i++)
                    choice[i] = choice[i] switch { 1 => 2, 2 => 1, var other => other };
            },
        }, Place.ParameterGradient("conv1", "weight")),
        Of("odd last row takes part where a convolution pools", Probe.Crowd, right => new(right)
        {
            OnConv2dBackwardSums = (right, in geometry, gradY, y, choice, activation, gradSum, gradBias) =>
            {
                right.Conv2dBackwardSums(geometry, gradY, y, choice, activation, gradSum, gradBias);
                for (var channel = 0; geometry.Pools && geometry.OutputHeight % 2 == 1
                    && channel < geometry.Output.Channels; channel++)
                    new ReadOnlySpan<float>(gradY + geometry.Output.Offset(channel, 0, 0), geometry.Output.Width * Lanes.Count)
                        .CopyTo(new Span<float>(
                            gradSum + geometry.Gradient.Offset(channel, geometry.OutputHeight - 1, 0),
                            geometry.Output.Width * Lanes.Count));
            },
        }, Place.ParameterGradient("conv1", "weight")),
    ];

    private delegate void Cell(in PoolGeometry window, int channel, int row, int column, int p, int q, int lane);

    // Every cell of every window that lies inside the picture, in row order.
    private static void Each(in PoolGeometry window, Cell visit)
    {
        for (var channel = 0; channel < window.Output.Channels; channel++)
            for (var row = 0; row < window.Output.Height; row++)
                for (var column = 0; column < window.Output.Width; column++)
                {
                    var (rows, columns) = window.Inside(row, column);
                    for (var p = rows.First; p < rows.First + rows.Count; p++)
                        for (var q = columns.First; q < columns.First + columns.Count; q++)
                            for (var lane = 0; lane < Lanes.Count; lane++)
                                visit(window, channel, row, column, p, q, lane);
                }
    }

    private static void ChooseLast(LaneKernels right, in ConvGeometry geometry, float* x,
        float* packed, float* bias, ActivationKernel? activation, float* y, float* choice)
    {
        var all = new Plane(geometry.Output.Channels, geometry.OutputHeight, geometry.OutputWidth);
        using var memory = new AlignedFloats(all.GroupStep);
        right.Conv2d(geometry with { Output = all, Pools = false }, x, packed, bias, activation, memory.Pointer, null);
        for (var channel = 0; channel < all.Channels; channel++)
            for (var row = 0; row < geometry.Output.Height; row++)
                for (var column = 0; column < geometry.Output.Width; column++)
                    for (var cell = 0; cell < 4; cell++)
                        for (var lane = 0; lane < Lanes.Count; lane++)
                            if (memory.Pointer[all.Offset(channel, (2 * row) + (cell / 2), (2 * column) + (cell % 2)) + lane]
                                == y[geometry.Output.Offset(channel, row, column) + lane])
                                choice[geometry.Choice(channel, row, column) + lane] = cell;
    }
}
