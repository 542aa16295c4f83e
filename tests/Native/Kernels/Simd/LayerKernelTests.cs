using CsCheck;
using TorchBasics.Core.Layers;

namespace TorchBasics.Tests.Native.Kernels.Simd;

/// <summary>
/// Every kernel, in every width, on sizes that nobody chose: forward and backward, held against the reference within
/// its derived bounds. Batches have from 1 to 40 samples: less than a group, groups with a rest, and several slices.
/// </summary>
public sealed class LayerKernelTests
{
    private static readonly Gen<int> Samples = Gen.Frequency((3, Gen.Int[1, 17]), (1, Gen.Int[18, 40]));
    private static readonly Gen<(int, ulong, bool)> Batch = Gen.Select(Samples, Gen.ULong, Gen.Bool);

    public static TheoryData<int> Widths => Simd.Widths.All;

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_convolution_of_any_size_is_within_its_bounds(int bits) =>
        Check(bits, cases: 150, Gen.Select(Gen.Int[1, 7], Gen.Int[1, 13], Pair(1, 5), Pair(1, 3), Pair(0, 2), Pair(1, 3),
            Pair(0, 8), (inputs, outputs, kernel, stride, padding, dilation, extra) =>
                Of(
                    new Conv2d("conv", inputs, outputs, kernel, stride, padding, dilation),
                    inputs,
                    Reach(kernel.Height, dilation.Height, padding.Height, extra.Height),
                    Reach(kernel.Width, dilation.Width, padding.Width, extra.Width))));

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_convolution_with_groups_is_within_its_bounds(int bits) =>
        Check(bits, cases: 100, Gen.Select(Gen.Int[1, 6], Gen.Select(Gen.Int[1, 4], Gen.Int[1, 6]), Pair(1, 4), Pair(1, 3),
            Pair(0, 2), Pair(1, 2), Pair(0, 6), (groups, channels, kernel, stride, padding, dilation, extra) =>
                Of(
                    new Conv2d(
                        "conv", groups * channels.Item1, groups * channels.Item2, kernel, stride, padding, dilation, groups),
                    groups * channels.Item1,
                    Reach(kernel.Height, dilation.Height, padding.Height, extra.Height),
                    Reach(kernel.Width, dilation.Width, padding.Width, extra.Width))));

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_partly_connected_convolution_is_within_its_bounds(int bits) =>
        Check(bits, cases: 60, Gen.Select(Gen.Int[1, 63].Array[1, 7], Pair(1, 4), Pair(0, 5), (masks, kernel, extra) =>
            Of(
                new PartialConv2d("partial", 6, [.. masks.Select(Channels)], kernel),
                6,
                kernel.Height + extra.Height,
                kernel.Width + extra.Width)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_kernel_as_large_as_the_picture_is_within_its_bounds(int bits) =>
        Check(bits, cases: 40, Gen.Select(Gen.Int[1, 4], Gen.Int[1, 9], Pair(1, 6), (inputs, outputs, size) =>
            Of(new Conv2d("conv", inputs, outputs, size, 1, 0), inputs, size.Height, size.Width)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_fully_connected_layer_of_any_size_is_within_its_bounds(int bits) =>
        Check(bits, cases: 150, Gen.Select(
            Gen.Int[1, 70], Gen.Int[1, 40], (inputs, outputs) => Of(new Linear("fc", inputs, outputs), inputs)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Distances_to_prototypes_are_within_their_bounds(int bits) =>
        Check(bits, cases: 60, Gen.Select(Gen.Int[1, 30], Gen.Int[1, 12], (inputs, classes) =>
            Of(new RbfOutput("rbf", [.. Enumerable.Range(0, classes)
                .Select(c => Enumerable.Range(0, inputs).Select(j => (((c * 7) + (j * 3)) % 5) - 2f).ToArray())]), inputs)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Maximum_pooling_with_any_window_is_within_its_bounds(int bits) =>
        Check(bits, cases: 150, Gen.Select(
            Gen.Int[1, 3],
            Pair(1, 4),
            Pair(1, 4),
            Pair(0, 2),
            Pair(0, 7),
            Gen.Bool,
            (channels, kernel, stride, padding, extra, rounds) =>
                Of(
                    new MaxPool2d(kernel, stride, Half(kernel, padding), rounds),
                    channels,
                    kernel.Height + extra.Height,
                    kernel.Width + extra.Width)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Average_pooling_with_any_window_is_within_its_bounds(int bits) =>
        Check(bits, cases: 150, Gen.Select(Gen.Int[1, 3], Pair(1, 4), Pair(1, 4), Pair(0, 2), Pair(0, 7), Gen.Bool, Gen.Bool,
            (channels, kernel, stride, padding, extra, rounds, counts) =>
                Of(
                    new AvgPool2d(kernel, stride, Half(kernel, padding), rounds, counts),
                    channels,
                    kernel.Height + extra.Height,
                    kernel.Width + extra.Width)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Trainable_and_global_means_are_within_their_bounds(int bits) =>
        Check(bits, cases: 60, Gen.Select(Gen.Int[1, 5], Pair(1, 3), Pair(1, 4), Gen.Bool, (channels, window, count, trainable) =>
            Of(
                trainable ? new Subsampling("sub", channels, window) : (Layer)new GlobalAvgPool2d(),
                channels,
                window.Height * count.Height,
                window.Width * count.Width)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Activations_are_within_their_bounds(int bits) =>
        Check(bits, cases: 240, Gen.Select(
            Activations, Gen.Int[1, 3], Pair(1, 6), (layer, channels, size) => Of(layer, channels, size.Height, size.Width)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void What_changes_the_layout_alone_is_within_its_bounds(int bits) =>
        Check(bits, cases: 60, Gen.Select(
            AnyOf<Layer>(new Dropout(0.5), new Flatten(), new ConstantPad2d(new Size2d(1, 2), 0.25f)),
            Gen.Int[1, 3],
            Pair(1, 6),
            (layer, channels, size) =>
                Of(layer, channels, size.Height, size.Width)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void Softmax_and_its_logarithm_are_within_their_bounds(int bits) =>
        Check(bits, cases: 60, Gen.Select(
            Gen.Bool, Gen.Int[1, 12], (logarithm, classes) => Of(logarithm ? new LogSoftmax() : (Layer)new Softmax(), classes)));

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_lift_is_within_its_bounds(int bits) =>
        Check(bits, cases: 60, Gen.Select(
            AnyOf<Layer>(new Tanh(), new Step(), new Sigmoid(), new Gelu(), new LeakyRelu(0.1)),
            Gen.Bool,
            Gen.Int[1, 9],
            Gen.Int[1, 7],
            (inner, before, inputs, outputs) =>
                Of((before
                    ? new Lift(inner, new Linear("lift", inputs, outputs))
                    : new Lift(new Linear("lift", inputs, outputs), inner)), inputs)));

    // Branches that pool in the same pass, that end in a border, that hold another residual, groups and a lift.
    [Theory]
    [MemberData(nameof(Widths))]
    public void A_residual_is_within_its_bounds(int bits) =>
        Check(bits, cases: 100, Gen.Select(
            Gen.Int[0, 4],
            AnyOf<Layer>(new Tanh(), new Relu(), new Silu(), new LeakyRelu(0.1)),
            Gen.Int[1, 5],
            Gen.Int[1, 6],
            Pair(1, 7),
            (branch, activation, channels, between, size) =>
                Of(
                    new Residual(Branch(branch, activation, channels, between)),
                    branch < 4 ? [channels, size.Height, size.Width] : [channels])));

    private static Layer[] Branch(int number, Layer activation, int channels, int between) => number switch
    {
        0 => [new Conv2d("a", channels, between, 3, 1, 1), activation, new Conv2d("b", between, channels, 3, 1, 1)],
        1 => [new ConstantPad2d(1, 0.5f), new Conv2d("a", channels, 2 * between, 2, 1, 0), activation,
            new Conv2d("b", 2 * between, between, 1, 1, 0, groups: between), new Conv2d("c", between, channels, 2, 1, 0)],
        2 => [activation, new Residual(new Conv2d("a", channels, channels, new Size2d(1, 3), 1, new Size2d(0, 1)), activation),
            new Conv2d("b", channels, channels, 3, 1, 1, groups: channels)],
        3 => [new Conv2d("a", channels, channels, 2, 1, 1), activation, new MaxPool2d(2, 1)],
        _ => [new Lift(new Linear("a", channels, between)), activation, new Linear("b", channels + between, channels)],
    };

    // Every kind, with constants from its usual range.
    private static readonly Gen<Activation> Activations = Gen.Select(
        Gen.Int[0, ActivationKind.All.Count - 1], Gen.Double[0, 1].Array[2], (index, shares) =>
        {
            var kind = ActivationKind.All[index];
            return kind.Create(
                [.. kind.Constants.Zip(shares, (constant, share) => constant.Low + (share * (constant.High - constant.Low)))]);
        });

    private static void Check(int bits, int cases, Gen<(Layer Layer, Shape Input)> layers) =>
        Gen.Select(
            layers, Batch, (layer, batch) => new LayerCase(layer.Layer, layer.Input, batch.Item1, batch.Item2, batch.Item3))
            .Sample(layer => layer.ShouldPass(bits), iter: Simd.Widths.Cases(cases), threads: 1);

    private static (Layer, Shape) Of(Layer layer, params int[] input) => (layer, [.. input]);

    private static Gen<T> AnyOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(index => items[index]);

    private static Gen<Size2d> Pair(int low, int high) =>
        Gen.Select(Gen.Int[low, high], Gen.Int[low, high], (height, width) => new Size2d(height, width));

    // A size that the kernel just fits into, and some pixels more.
    private static int Reach(int kernel, int dilation, int padding, int extra) =>
        Math.Max(1, ((kernel - 1) * dilation) + 1 - (2 * padding) + extra);

    private static Size2d Half(Size2d kernel, Size2d padding) =>
        new(Math.Min(padding.Height, kernel.Height / 2), Math.Min(padding.Width, kernel.Width / 2));

    private static IReadOnlyList<int> Channels(int mask) =>
        [.. Enumerable.Range(0, 6).Where(channel => (mask & (1 << channel)) != 0)];
}
