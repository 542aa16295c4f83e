using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in losses.</summary>
internal static class LossFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Value("sum instead of mean", Probe.Dense, call => call.Loss.Of(call.Outputs, call.Labels) * call.Outputs.size(0)),
        Value("divided by the full batch although the batch is short", Probe.Dense, call =>
            call.Loss.Of(call.Outputs, call.Labels) * (call.Outputs.size(0) / 8.0)),
        Value("label off by one", Probe.Dense, call => call.Loss.Of(call.Outputs, (call.Labels + 1).remainder(4))),
        Value("softmax taken twice", Probe.Dense, call => call.Loss.Of(functional.softmax(call.Outputs, dim: 1), call.Labels)),
        Value("smoothing left out", Probe.Dense, call => functional.cross_entropy(call.Outputs, call.Labels)),
        Value("smoothing over one class too few", Probe.Dense, call => Smoothed(call, 0.1 / 3, 0.9)),
        Value("smoothing without taking from the right class", Probe.Dense, call => Smoothed(call, 0.1 / 4, 1)),
        Value("softmax of the loss over the batch", Probe.Dense, call => functional.nll_loss(
            functional.log_softmax(call.Outputs, dim: 0), call.Labels)),
        Value("last sample left out", Probe.Dense, call => call.Loss.Of(
            call.Outputs.narrow(0, 0, call.Outputs.size(0) - 1), call.Labels.narrow(0, 0, call.Outputs.size(0) - 1))),
        Value("logarithm to the base 2", Probe.Dense, call => call.Loss.Of(call.Outputs, call.Labels) / MathF.Log(2)),
        Value("absolute instead of squared error (TorchSharp #1359 had it the other way round)", Probe.DenseSquared, call =>
            (call.Outputs - OneHot(call)).abs().mean()),
        Value("half the squared error", Probe.DenseSquared, call => call.Loss.Of(call.Outputs, call.Labels) / 2),
        Value("mean over the batch alone", Probe.DenseSquared, call => call.Loss.Of(call.Outputs, call.Labels) * 4),
        Value("root of the squared error", Probe.DenseSquared, call => call.Loss.Of(call.Outputs, call.Labels).sqrt()),
        Value("rubbish class left out", Probe.LeNet, call => functional.cross_entropy(call.Outputs, call.Labels)),
        Value(
            "only the first term of the RBF loss", Probe.LeNet, call => -call.Outputs.gather(1, call.Labels.unsqueeze(1)).mean()),
        new(
            "loss",
            "gradient of a sum for the value of a mean",
            Probe.Dense,
            Loss(call => Gradient(call, call.Loss.Of(call.Outputs, call.Labels) * call.Outputs.size(0))),
            Place.LossGradient),
        new(
            "loss",
            "gradient of the other sign",
            Probe.Dense,
            Loss(call => Gradient(call, -call.Loss.Of(call.Outputs, call.Labels))),
            Place.LossGradient),
        new(
            "loss",
            "gradient without the factor 2",
            Probe.DenseSquared,
            Loss(call => Gradient(call, call.Loss.Of(call.Outputs, call.Labels) / 2)),
            Place.LossGradient),
    ];

    private static Fault Value(string name, Probe probe, Func<TorchParts.LossCall, Tensor> wrong) =>
        new("loss", name, probe, Loss(wrong), Place.Loss);

    private static Tensor Gradient(TorchParts.LossCall call, Tensor surrogate) =>
        call.Loss.Of(call.Outputs, call.Labels).detach() + (surrogate - surrogate.detach());

    private static Tensor OneHot(TorchParts.LossCall call) =>
        functional.one_hot(call.Labels, call.Outputs.size(1)).to(call.Outputs.dtype);

    private static Tensor Smoothed(TorchParts.LossCall call, double everywhere, double right) =>
        -((OneHot(call) * right) + everywhere).mul(functional.log_softmax(call.Outputs, dim: 1)).sum(dim: 1).mean();
}
