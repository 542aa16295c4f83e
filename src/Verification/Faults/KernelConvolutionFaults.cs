using TorchBasics.Kernels.Proving;
using TorchBasics.Kernels.Simd;
using TorchBasics.Kernels.Vectors;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Recording;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in the kernels of convolutions, and in how groups and slices of a batch come together.</summary>
internal static unsafe class KernelConvolutionFaults
{
    private static readonly Place Output = Place.Output("conv1");
    private static readonly Place WeightGradient = Place.ParameterGradient("conv1", "weight");
    private static readonly Place BiasGradient = Place.ParameterGradient("conv1", "bias");
    private static readonly Place[] InputGradient = [Place.InputGradient("conv1"), Place.InputGradient("conv2")];

    public static IReadOnlyList<Fault> All { get; } =
    [
        Forward("convolution without its bias", Probe.Square, (right, in geometry, x, packed, _, activation, y, choice) =>
        {
            var zeros = stackalloc float[geometry.Output.Channels];
            new Span<float>(zeros, geometry.Output.Channels).Clear();
            right.Conv2d(geometry, x, packed, zeros, activation, y, choice);
        }),
        Forward(
            "last output channel of a convolution left out",
            Probe.Square,
            (right, in geometry, x, packed, bias, activation, y, choice) =>
            {
                right.Conv2d(geometry, x, packed, bias, activation, y, choice);
                new Span<float>(y + ((geometry.Output.Channels - 1) * geometry.Output.ChannelStep), geometry.Output.ChannelStep)
                    .Clear();
            }),
        Forward(
            "columns behind the last whole tile left out",
            Probe.Square,
            (right, in geometry, x, packed, bias, activation, y, choice) =>
            {
                right.Conv2d(geometry, x, packed, bias, activation, y, choice);
                for (var row = 0; row < geometry.Output.Height; row++)
                    for (var column = geometry.Output.Width / 4 * 4; column < geometry.Output.Width; column++)
                        new Span<float>(y + geometry.Output.Offset(0, row, column), Lanes.Count).Clear();
            }),
        Forward("padding that is not zero", Probe.Square, (right, in geometry, x, packed, bias, activation, y, choice) =>
        {
            new Span<float>(x, geometry.Input.RowStep).Fill(0.5f);
            right.Conv2d(geometry, x, packed, bias, activation, y, choice);
        }),
        Forward(
            "dilation of the kernel ignored",
            Probe.Picture,
            (right, in geometry, x, packed, bias, activation, y, choice) =>
                right.Conv2d(
                    geometry with { Window = geometry.Window with { Dilation = new(1, geometry.Window.Dilation.Width) } },
                    x,
                    packed,
                    bias,
                    activation,
                    y,
                    choice),
            Place.Output("conv2")),
        Of("every second group of channels convolved with the weights of the one before", Probe.Groups, right =>
        {
            var before = default(nint); // groups lie one behind the other
            return new(right)
            {
                OnConv2d = (right, in geometry, x, packed, bias, activation, y, choice) =>
                {
                    var isSecond = (nint)packed == before + (geometry.Output.Channels * geometry.FanIn * sizeof(float));
                    right.Conv2d(geometry, x, isSecond ? (float*)before : packed, bias, activation, y, choice);
                    before = isSecond ? 0 : (nint)packed;
                },
            };
        }, Output),
        Of("weight gradient of every second group of channels lost", Probe.Groups, right =>
        {
            var before = default(nint);
            return new(right)
            {
                OnConv2dBackwardWeight = (right, in geometry, groups, x, xStep, gradSum, gradStep, gradWeight) =>
                {
                    var isSecond = (nint)gradWeight == before + (geometry.Output.Channels * geometry.FanIn * sizeof(float));
                    if (!isSecond)
                        right.Conv2dBackwardWeight(geometry, groups, x, xStep, gradSum, gradStep, gradWeight);
                    before = isSecond ? 0 : (nint)gradWeight;
                },
            };
        }, WeightGradient, Place.ParameterGradient("conv2", "weight")),
        Of("kernel not turned in the input gradient", Probe.Square, right => new(right)
        {
            OnConv2dBackwardInput = (right, in geometry, gradSum, packed, gradX) =>
            {
                // [tile of input channels][output channel, cell][channel of the tile]: one tile here.
                var (area, height) = (geometry.KernelArea, geometry.Input.Channels);
                var turned = new float[geometry.Output.Channels * area * height];
                for (var output = 0; output < geometry.Output.Channels; output++)
                    for (var cell = 0; cell < area; cell++)
                        for (var k = 0; k < height; k++)
                            turned[(((output * area) + cell) * height) + k] =
                                packed[(((output * area) + area - 1 - cell) * height) + k];
                fixed (float* weights = turned)
                    right.Conv2dBackwardInput(geometry, gradSum, weights, gradX);
            },
        }, InputGradient),
        Of("first row of the input gradient left out", Probe.Square, right => new(right)
        {
            OnConv2dBackwardInput = (right, in geometry, gradSum, packed, gradX) =>
            {
                right.Conv2dBackwardInput(geometry, gradSum, packed, gradX);
                new Span<float>(gradX + geometry.Input.Origin, geometry.Input.Width * Lanes.Count).Clear();
            },
        }, InputGradient),
        Of("rows and columns exchanged in the weight gradient", Probe.Square, right => new(right)
        {
            OnConv2dBackwardWeight = (right, in geometry, groups, x, xStep, gradSum, gradStep, gradWeight) =>
            {
                var (weights, side) = (geometry.Output.Channels * geometry.FanIn, geometry.Window.Kernel.Width);
                var share = new float[weights];
                fixed (float* own = share)
                    right.Conv2dBackwardWeight(geometry, groups, x, xStep, gradSum, gradStep, own);
                for (var k = 0; k < weights; k++)
                {
                    var (kernel, cell) = Math.DivRem(k, side * side);
                    gradWeight[(kernel * side * side) + (cell % side * side) + (cell / side)] += share[k];
                }
            },
        }, WeightGradient),
        Of("weight gradient of the last group of a slice alone", Probe.Crowd, right => new(right)
        {
            OnConv2dBackwardWeight = (right, in geometry, groups, x, xStep, gradSum, gradStep, gradWeight) =>
            {
                var last = groups - 1;
                right.Conv2dBackwardWeight(
                    geometry, 1, x + (last * xStep), xStep, gradSum + (last * gradStep), gradStep, gradWeight);
            },
        }, WeightGradient),
        Of("bias gradient of one lane in two", Probe.Square, right => new(right)
        {
            OnConv2dBackwardSums = (right, in geometry, gradY, y, choice, activation, gradSum, gradBias) =>
            {
                right.Conv2dBackwardSums(geometry, gradY, y, choice, activation, gradSum, gradBias);
                for (var channel = 0; channel < geometry.Output.Channels; channel++)
                    for (var row = 0; row < geometry.OutputHeight; row++)
                        for (var i = 1; i < geometry.OutputWidth * Lanes.Count; i += 2)
                            gradBias[channel] -= gradSum[geometry.Gradient.Offset(channel, row, 0) + i];
            },
        }, BiasGradient),
        Of("gradient of the second slice lost", Probe.Crowd, right => new(right) { OnAdd = (_, _, _, _) => { } }, SliceSums),
        Of("gradient of the second slice added twice", Probe.Crowd, right => new(right)
        {
            OnAdd = (right, count, x, sum) =>
            {
                right.Add(count, x, sum);
                right.Add(count, x, sum);
            },
        }, SliceSums),
        Of(
            "rest behind the last whole vector left out of a sum of slices",
            Probe.Crowd,
            right => new(right) { OnAdd = (right, count, x, sum) => right.Add(count / Lanes.Count * Lanes.Count, x, sum) },
            SliceSums),
    ];

    // All gradients that a network sums over slices: those of convolutions and of subsampling.
    private static Place[] SliceSums =>
        [WeightGradient, BiasGradient, Place.ParameterGradient("sub", "weight"), Place.ParameterGradient("sub", "bias")];

    /// <summary>A fault of the kernels.</summary>
    public static Fault Of(
        string name, Probe probe, Func<LaneKernels, FaultyKernels> wrong, params IReadOnlyList<Place> places) =>
        new("kernel", name, probe, () => new FusedEngine(wrong(ProvenKernels.Current.Kernels)), places);

    private static Fault Forward(string name, Probe probe, FaultyKernels.Conv2dPass wrong, Place? place = null) =>
        Of(name, probe, right => new(right) { OnConv2d = wrong }, place ?? Output);
}
