using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in pooling layers.</summary>
internal static class PoolingFaults
{
    private const string Average = "avgpool2d3"; // of the probe Picture
    private const string First = "maxpool2d1"; // of the probe Ties

    public static IReadOnlyList<Fault> All { get; } =
    [
        Mean(
            "padding counted where it should not be",
            call => functional.avg_pool2d(call.Input, [2, 3], [1, 2], [1, 1], count_include_pad: true)),
        Mean("sum instead of mean", call => functional.avg_pool2d(call.Input, [2, 3], [1, 2], [1, 1], divisor_override: 1)),
        Mean("divided by one too few", call => functional.avg_pool2d(call.Input, [2, 3], [1, 2], [1, 1], divisor_override: 5)),
        Mean("maximum instead of mean", call => functional.max_pool2d(call.Input, [2, 3], [1, 2], [1, 1])),
        Mean(
            "rows and columns of the stride swapped",
            call => functional.avg_pool2d(call.Input, [2, 3], [2, 1], [1, 1], count_include_pad: false)),
        new(
            "pooling",
            "stride ignored (average pooling was wrong in TorchSharp #1200 and #1249)",
            Probe.Means,
            At("avgpool2d1", call => functional.avg_pool2d(call.Input, [2, 2], [1, 1]).narrow(2, 0, 3).narrow(3, 0, 4)),
            Place.Output("avgpool2d1")),
        new("pooling", "one result off by 64 units in "
            + "the last place", Probe.Means, At("avgpool2d1", OffBy64), Place.Output("avgpool2d1")),
        new(
            "pooling",
            "gradient not divided",
            Probe.Means,
            Gradient("avgpool2d1", call => functional.avg_pool2d(call.Input, [2, 2], [2, 2]) * 4),
            Place.InputGradient("avgpool2d1")),
        new(
            "pooling",
            "gradient to the first pixel only",
            Probe.Means,
            Gradient("avgpool2d1", call => call.Input.slice(2, 0, 6, 2).slice(3, 0, 8, 2)),
            Place.InputGradient("avgpool2d1")),
        new(
            "pooling",
            "global mean over rows only",
            Probe.LeNet,
            At("globalavgpool2d6", call => call.Input.mean([2])[TensorIndex.Ellipsis, 0]),
            Place.Output("globalavgpool2d6")),
        Max("mean instead of maximum", call => functional.avg_pool2d(call.Input, [3, 3], [2, 2], [1, 1])),
        Max("minimum instead of maximum", call => -functional.max_pool2d(-call.Input, [3, 3], [2, 2], [1, 1])),
        Max("largest absolute value", call => functional.max_pool2d(call.Input.abs(), [3, 3], [2, 2], [1, 1])),
        Max("window one pixel too small", call => functional
            .max_pool2d(functional.pad(call.Input, (1, 1, 1, 1), value: -99), [2, 2], [2, 2]).narrow(2, 0, 3).narrow(3, 0, 4)),
        Max(
            "padding of zeros takes part",
            call => functional.max_pool2d(functional.pad(call.Input, (1, 1, 1, 1)), [3, 3], [2, 2])),
        Max(
            "stride of 1: a wrong shape (as in TorchSharp #1089)",
            call => functional.max_pool2d(call.Input, [3, 3], [1, 1], [1, 1])),
        Tie(
            "last of equal maxima takes the gradient",
            call => functional.max_pool2d(call.Input.flip(2, 3), [3, 3], [2, 2], [1, 1]).flip(2, 3),
            Probe.Ties),
        new("pooling", "gradient shared by all equal maxima", Probe.Ties, Gradient(First, Shared), Place.InputGradient(First)),
        new(
            "pooling",
            "gradient sent to the whole window",
            Probe.Ties,
            Gradient(First, call => functional.avg_pool2d(call.Input, [3, 3], [2, 2], [1, 1], divisor_override: 1)),
            Place.InputGradient(First)),
        new(
            "pooling",
            "gradient lost",
            Probe.Ties,
            Gradient(First, call => functional.max_pool2d(call.Input * 0, [3, 3], [2, 2], [1, 1])),
            Place.InputGradient(First)),
    ];

    private static Fault Mean(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("pooling", name, Probe.Picture, At(Average, wrong), Place.Output(Average));

    private static Fault Max(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("pooling", name, Probe.Ties, At(First, wrong), Place.Output(First));

    private static Fault Tie(string name, Func<TorchParts.LayerCall, Tensor> wrong, Probe probe) =>
        new("pooling", name, probe, Gradient(First, wrong), Place.InputGradient(First));

    private static Tensor OffBy64(TorchParts.LayerCall call)
    {
        var y = functional.avg_pool2d(call.Input, [2, 2], [2, 2]);
        var factor = ones_like(y);
        factor[0, 0, 1, 1] = 1 + (64 * MathF.Pow(2, -23));
        return y * factor;
    }

    // Each window's maximum as the mean of the pixels that reach it.
    private static Tensor Shared(TorchParts.LayerCall call)
    {
        var (height, width) = (3L, 4L);
        var windows = functional.pad(call.Input, (1, 1, 1, 1), value: -99).unfold(2, 3, 2).unfold(3, 3, 2).reshape(
            call.Input.size(0), -1, height, width, 9);
        var hits = windows.detach().eq(windows.detach().amax([4], keepdim: true)).to(windows.dtype);
        return (windows * hits).sum(dim: 4) / hits.sum(dim: 4);
    }
}
