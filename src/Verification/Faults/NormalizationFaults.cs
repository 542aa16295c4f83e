using TorchBasics.Core.Layers;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in batch normalization: in its formula, in its gradients, in which statistics it takes and leaves.</summary>
internal static class NormalizationFaults
{
    private static readonly Place Output = Place.Output("bn1");
    private static readonly Place Input = Place.InputGradient("bn1");
    private static readonly Place Mean = Place.LayerBuffer("bn1", "running_mean");
    private static readonly Place Variance = Place.LayerBuffer("bn1", "running_var");

    public static IReadOnlyList<Fault> All { get; } =
    [
        Forward("eps outside the root", call => Apply(call, Statistics(call), (variance, eps) => variance.sqrt() + eps)),
        Forward("weight left out", call => Apply(call, Statistics(call), Root) / Spread(call, call.Weight())
            + Spread(call, call.Bias() * (1 - (1 / call.Weight())))),
        Forward("bias left out", call => call.Module.call(call.Input) - Spread(call, call.Bias())),
        Forward(
            "variance with divisor M - 1 in training",
            call => Apply(call, call.Training ? Batch(call, lost: 1) : Statistics(call), Root)),
        Forward("statistics of evaluation used in training", call => Apply(call, Running(call), Root)),
        Forward(
            "statistics of each pixel by itself",
            call => call.Training ? Apply(call, OfPixels(call.Input), Root) : call.Module.call(call.Input)),
        new(
            "normalization",
            "statistics of each sample by itself",
            Probe.Normalized,
            At("bn2", call => call.Training ? Apply(call, OfSamples(call.Input), Root) : call.Module.call(call.Input)),
            Place.Output("bn2")),
        new(
            "normalization",
            "statistics of the batch used in evaluation",
            Probe.Normalized,
            At("bn1", call => call.Training ? call.Module.call(call.Input) : Apply(call, Batch(call), Root)),
            Input,
            Place.Output("fc2")),
        Buffer("running variance with divisor M", Variance, (old, moved, momentum, values) =>
            old.variance * (1 - momentum) + ((moved.variance - (old.variance * (1 - momentum))) * (values - 1) / values)),
        Buffer(
            "momentum and its rest swapped",
            Mean,
            (old, moved, momentum, _) =>
                (old.mean * momentum) + ((moved.mean - (old.mean * (1 - momentum))) / momentum * (1 - momentum)),
            ofMean: true),
        Buffer("running statistics not moved", Mean, (old, _, _, _) => old.mean, ofMean: true),
        Backward(
            "gradient forgets that the mean depends on the input",
            call => Apply(call, Batch(call) is var (mean, variance) ? (mean.detach(), variance) : default, Root)),
        Backward(
            "gradient forgets that the variance depends on the input",
            call => Apply(call, Batch(call) is var (mean, variance) ? (mean, variance.detach()) : default, Root)),
        Backward(
            "gradient forgets that both depend on the input",
            call => Apply(call, Batch(call) is var (mean, variance) ? (mean.detach(), variance.detach()) : default, Root)),
    ];

    private static Fault Forward(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("normalization", name, Probe.Normalized, At("bn1", wrong), Output);

    // In evaluation the statistics are constants.
    private static Fault Backward(string name, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new(
            "normalization",
            name,
            Probe.Normalized,
            Gradient("bn1", call => call.Training ? wrong(call) : call.Module.call(call.Input)),
            Input);

    // The statistics move in copies, since the ones that were passed in belong to the backward pass.
    private static Fault Buffer(
        string name,
        Place place,
        Func<(Tensor mean, Tensor variance), (Tensor mean, Tensor variance), double, long, Tensor> wrong,
        bool ofMean = false) =>
        new("normalization", name, Probe.Normalized, At("bn1", call =>
        {
            if (!call.Training)
                return call.Module.call(call.Input);
            var (old, layer) = (Running(call), Described(call));
            var moved = (mean: old.Mean.clone(), variance: old.Variance.clone());
            var y = functional.batch_norm(call.Input, moved.mean, moved.variance,
                call.Weight(), call.Bias(), training: true, momentum: layer.Momentum, eps: layer.Eps);
            var changed = wrong(old, moved, layer.Momentum, call.Input.numel() / layer.Channels);
            Silently(() =>
            {
                old.Mean.copy_(ofMean ? changed : moved.mean);
                old.Variance.copy_(ofMean ? moved.variance : changed);
            });
            return y;
        }), place);

    private static Tensor Apply(
        TorchParts.LayerCall call, (Tensor Mean, Tensor Variance) statistics, Func<Tensor, double, Tensor> deviation)
    {
        var centred = call.Input - Spread(call, statistics.Mean);
        return (centred / Spread(call, deviation(statistics.Variance, Described(call).Eps)) * Spread(call, call.Weight()))
            + Spread(call, call.Bias());
    }

    private static Tensor Root(Tensor variance, double eps) => (variance + eps).sqrt();

    private static (Tensor Mean, Tensor Variance) Statistics(TorchParts.LayerCall call) =>
        call.Training ? Batch(call) : Running(call);

    private static (Tensor Mean, Tensor Variance) Running(TorchParts.LayerCall call)
    {
        var buffers = call.Module.named_buffers().ToDictionary(buffer => buffer.name, buffer => buffer.buffer);
        return (buffers["running_mean"], buffers["running_var"]);
    }

    private static (Tensor Mean, Tensor Variance) Batch(TorchParts.LayerCall call, int lost = 0)
    {
        var values = call.Input.transpose(0, 1).flatten(1);
        return (values.mean([1]), values.var(1, unbiased: lost == 1));
    }

    private static (Tensor Mean, Tensor Variance) OfPixels(Tensor x) =>
        (x.mean([0], keepdim: true), x.var(0, unbiased: false, keepdim: true));

    private static (Tensor Mean, Tensor Variance) OfSamples(Tensor x) =>
        (x.mean([1], keepdim: true), x.var(1, unbiased: false, keepdim: true));

    // A number for each channel beside every pixel; what has the axes already stays.
    private static Tensor Spread(TorchParts.LayerCall call, Tensor values) =>
        values.dim() > 1 ? values : values.view([1, -1, .. Enumerable.Repeat(1L, (int)call.Input.dim() - 2)]);

    private static BatchNorm Described(TorchParts.LayerCall call) => (BatchNorm)call.Layer;
}
