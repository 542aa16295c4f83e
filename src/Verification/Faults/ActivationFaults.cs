using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in activations, softmax and dropout.</summary>
internal static class ActivationFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Backward("gradient of ReLU is 1 at zero", Probe.Zeros, "relu1", call => where(
            call.Input.ge(0), call.Input, zeros_like(call.Input))),
        Backward("gradient of ReLU leaks below zero", Probe.Zeros, "relu1", call => functional.leaky_relu(call.Input, 0.01)),
        Forward("ReLU leaks below zero", Probe.Zeros, "relu1", call => functional.leaky_relu(call.Input, 0.01)),
        Forward("ReLU cut at 1", Probe.Zeros, "relu1", call => call.Input.clamp(0, 1)),
        Backward("tanh' = 1 - x^2", Probe.Dense, "tanh2", call => call.Input - (call.Input.pow(3) / 3)),
        Backward("tanh' = 1 - y", Probe.Dense, "tanh2", call => call.Input - log(cosh(call.Input))),
        Forward("sigmoid instead of tanh", Probe.Dense, "tanh2", call => sigmoid(call.Input)),
        Forward("tanh by its first two terms", Probe.Dense, "tanh2", call => call.Input - (call.Input.pow(3) / 3)),
        Backward("sigmoid' without the factor 1 - y", Probe.Dense, "sigmoid4", call => functional.softplus(call.Input)),
        Forward("hard sigmoid instead of sigmoid", Probe.Dense, "sigmoid4", call => ((call.Input / 6) + 0.5).clamp(0, 1)),
        Forward("plain tanh instead of the scaled one", Probe.LeNet, "scaledtanh2", call => tanh(call.Input)),
        Forward("slope of the scaled tanh left out", Probe.LeNet, "scaledtanh2", call => tanh(call.Input) * 1.7159),
        Backward("slope of the scaled tanh left out of the gradient", Probe.LeNet, "scaledtanh2", call =>
            tanh(call.Input * (2.0 / 3)) * (1.7159 * 1.5)),
        Forward("leak with the slope of another", Probe.Curves, "leakyrelu1", call => functional.leaky_relu(call.Input, 0.01)),
        Backward("gradient of a leaky ReLU is 1 everywhere", Probe.Curves, "leakyrelu1", call => call.Input),
        Forward("ELU without its alpha", Probe.Curves, "elu2", call => functional.elu(call.Input, 1)),
        Backward("gradient of ELU as e^x without alpha", Probe.Curves, "elu2", call => functional.elu(call.Input, 1)),
        Forward("hard tanh cut at the usual ends", Probe.Curves, "hardtanh3", call => call.Input.clamp(-1, 1)),
        Backward("gradient of a hard tanh passes at its ends", Probe.Curves, "hardtanh3", call => call.Input.clamp(-0.25, 1)),
        Backward("gradient of a hard tanh passes beyond its ends", Probe.Curves, "hardtanh3", call => call.Input),
        Forward("SiLU with a hard sigmoid", Probe.Curves, "silu4", call => call.Input * ((call.Input / 6) + 0.5).clamp(0, 1)),
        Backward("gradient of SiLU as the sigmoid alone", Probe.Curves, "silu4", call => functional.softplus(call.Input)),
        Forward("GELU by its approximation with tanh", Probe.Curves, "gelu5", call => functional.gelu(
            call.Input, TorchSharp.Modules.GELU.Approximate.tanh)),
        Forward(
            "GELU by its approximation with a sigmoid", Probe.Curves, "gelu5", call => call.Input * sigmoid(1.702 * call.Input)),
        Backward("gradient of GELU without the density", Probe.Curves, "gelu5", call =>
            functional.gelu(call.Input) + (-call.Input.pow(2) / 2).exp() / Math.Sqrt(2 * Math.PI)),
        Forward("exact GELU in place of the one with tanh", Probe.Curves, "gelutanh6", call => functional.gelu(call.Input)),
        Forward("cubic term of GELU left out", Probe.Curves, "gelutanh6", call =>
            0.5 * call.Input * (1 + tanh(Math.Sqrt(2 / Math.PI) * call.Input))),
        Forward("softmax over the batch", Probe.Scores, "softmax1", call => functional.softmax(call.Input, dim: 0)),
        Forward("softmax without subtracting the maximum", Probe.Scores, "softmax1", call =>
            call.Input.exp() / call.Input.exp().sum(1, keepdim: true)),
        Forward("softmax to the base 2", Probe.Scores, "softmax1", call => functional.softmax(call.Input * MathF.Log(2), dim: 1)),
        Backward("gradient of softmax without the sum", Probe.Scores, "softmax1", DiagonalOnly),
        Forward("log-softmax as the logarithm of softmax", Probe.LogScores, "logsoftmax1", call =>
            functional.softmax(call.Input, dim: 1).log()),
        Forward("log-softmax over the batch", Probe.LogScores, "logsoftmax1", call => functional.log_softmax(call.Input, dim: 0)),
        Backward("gradient of log-softmax without the sum", Probe.LogScores, "logsoftmax1", call => call.Input),
        Forward("threshold passes zero", Probe.Threshold, "step1", call => call.Input.ge(0).to(call.Input.dtype)),
        Forward(
            "threshold gives -1 below", Probe.Threshold, "step1", call => call.Input.gt(0).to(call.Input.dtype).mul(2).sub(1)),
        Forward("dropout not enlarged", Probe.Chance, "dropout3", call =>
            call.Training ? functional.dropout(call.Input, 0.5, training: true) * 0.5 : call.Module.call(call.Input)),
        Forward("dropout enlarged twice", Probe.Chance, "dropout3", call =>
            call.Training ? functional.dropout(call.Input, 0.5, training: true) * 2 : call.Module.call(call.Input)),
    ];

    private static Fault Forward(string name, Probe probe, string label, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("activation", name, probe, At(label, wrong), Place.Output(label));

    private static Fault Backward(string name, Probe probe, string label, Func<TorchParts.LayerCall, Tensor> wrong) =>
        new("activation", name, probe, Gradient(label, wrong), Place.InputGradient(label));

    private static Tensor DiagonalOnly(TorchParts.LayerCall call)
    {
        var y = functional.softmax(call.Input, dim: 1).detach();
        return call.Input * (y * (1 - y));
    }
}
