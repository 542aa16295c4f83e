using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using TorchSharp;
using static TorchBasics.Verification.Faults.FaultCode;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in updates.</summary>
internal static class OptimizerFaults
{
    private static readonly Place[] Parameters = [new("*", "weight"), new("*", "bias")];
    private static readonly Place[] Weight = [new("*", "weight")];
    private static readonly Place[] Bias = [new("*", "bias")];
    private static readonly Place[] Momentum = [new("*", "momentum.weight"), new("*", "momentum.bias")];
    private static readonly Place[] Square = [new("*", "exp_avg_sq.weight"), new("*", "exp_avg_sq.bias")];
    private static readonly Place[] Mean = [new("*", "exp_avg.weight"), new("*", "exp_avg.bias")];

    public static IReadOnlyList<Fault> All { get; } =
    [
        Rule("uphill instead of downhill", Probe.Dense, call => Descend(call, -call.LearningRate, decay: 0.01), Parameters),
        Rule("weight decay left out", Probe.Dense, call => Descend(call, call.LearningRate, decay: 0), Parameters),
        Rule(
            "weight decay not applied to biases",
            Probe.Dense,
            call => Descend(call, call.LearningRate, decay: 0.01, biasDecay: 0),
            Parameters),
        Rule("weight decay of the wrong sign", Probe.Dense, call => Descend(call, call.LearningRate, decay: -0.01), Parameters),
        Rule("first parameter never moved", Probe.Dense, SkipFirst, Parameters),
        Rule(
            "learning rate of the step before",
            Probe.Dense,
            call => call.Optimizer.Step(call.Step == 2 ? 0.125 : call.LearningRate),
            Parameters),
        Rule(
            "learning rate off by ten millionths",
            Probe.Dense,
            call => call.Optimizer.Step(call.LearningRate * 1.00001),
            Parameters),
        Rule(
            "factor on the rate of biases left out",
            Probe.DenseBiasRate,
            call => Descend(call, call.LearningRate, decay: 0.01),
            Bias),
        Rule(
            "rate of weights as that of biases",
            Probe.DenseBiasRate,
            call => Descend(call, 2 * call.LearningRate, decay: 0.01),
            Weight),
        Rule(
            "decay of biases by the rate of weights",
            Probe.DenseBiasRate,
            call => Descend(call, call.LearningRate, decay: 0.01, biasDecay: 0.005, biasRate: 2),
            Bias),
        Rule("rate not divided by the fan-in", Probe.DenseFanIn, call => Scale(call, _ => 1), Parameters),
        Rule(
            "rate divided by the root of the fan-in",
            Probe.DenseFanIn,
            call => Scale(call, weight => Math.Sqrt(weight.size(1))),
            Parameters),
        Rule("rate divided by the fan-out", Probe.DenseFanIn, call => Scale(call, weight => weight.size(0)), Parameters),
        Rule("momentum dampened", Probe.DenseMomentum, call => Velocity(call, dampening: 0.1), Momentum),
        Rule(
            "first step of momentum dampened",
            Probe.DenseMomentum,
            call => Velocity(call, dampening: call.Step == 1 ? 0.9 : 0),
            Momentum),
        Rule("momentum without its past", Probe.DenseMomentum, call => Velocity(call, keep: 0), Momentum),
        Rule("rate inside the velocity", Probe.DenseMomentum, RateInside, Momentum),
        Rule("Nesterov for plain momentum", Probe.DenseMomentum, call => Velocity(call, nesterov: true), Parameters),
        Rule("plain momentum for Nesterov", Probe.DenseNesterov, call => Velocity(call), Parameters),
        Rule("velocity of one parameter shared with another", Probe.DenseMomentum, Shared, Momentum),
        Rule("bias correction left out", Probe.DenseAdam, call => Adam(call, correct: false), Parameters),
        Rule(
            "bias correction of the second moment left out",
            Probe.DenseAdam,
            call => Adam(call, correctSquare: false),
            Parameters),
        Rule("bias correction one step ahead", Probe.DenseAdam, call => Adam(call, ahead: 1), Parameters),
        Rule("epsilon inside the root", Probe.DenseAdam, call => Adam(call, epsilonInside: true), Parameters),
        Rule("epsilon a thousand times too large", Probe.DenseAdam, call => Adam(call, epsilon: 1e-5), Parameters),
        Rule("second moment of absolute gradients", Probe.DenseAdam, call => Adam(call, absolute: true), Square),
        Rule("both decays swapped", Probe.DenseAdam, call => Adam(call, beta1: 0.999, beta2: 0.9), Mean),
        Rule("coupled instead of decoupled decay", Probe.DenseAdamW, call => Adam(call, coupled: 0.1), Mean),
        Rule(
            "decoupled decay not multiplied by the rate",
            Probe.DenseAdamW,
            call => Adam(call, coupled: 0, decoupled: 0.1 / call.LearningRate),
            Parameters),
        Rule("decoupled decay left out", Probe.DenseAdamW, call => Adam(call, coupled: 0), Parameters),
        new(
            "optimizer",
            "gradients not zeroed",
            Probe.Dense,
            parts => parts with { ZeroGradient = (_, _) => { } },
            new Place("*", "weight.grad"),
            new Place("*", "bias.grad")),
        new(
            "optimizer",
            "gradients zeroed every other step",
            Probe.Dense,
            parts => parts with { ZeroGradient = (optimizer, step) => { if (step % 2 == 1) optimizer.ZeroGrad(); } },
            new Place("*", "weight.grad"),
            new Place("*", "bias.grad")),
    ];

    private static Fault Rule(string name, Probe probe, Action<TorchParts.UpdateCall> wrong, Place[] places) =>
        new("optimizer", name, probe, Update(call => Silently(() => wrong(call))), places);

    private static void Descend(
        TorchParts.UpdateCall call, double rate, double decay, double? biasDecay = null, double biasRate = 1)
    {
        foreach (var (name, values, gradient) in call.WithGradients())
        {
            var isBias = name.EndsWith("bias", StringComparison.Ordinal);
            values.sub_((gradient + (values * (isBias ? biasDecay ?? decay : decay))) * (isBias ? biasRate * rate : rate));
        }
    }

    // The rates of a layer divided by a number that its weights [out, in] give.
    private static void Scale(TorchParts.UpdateCall call, Func<torch.Tensor, double> divisor)
    {
        var weights = call.Parameters.Where(parameter => parameter.Name.EndsWith("weight", StringComparison.Ordinal))
            .ToDictionary(parameter => parameter.Name.Split('.')[0], parameter => (torch.Tensor)parameter.Values);
        foreach (var (name, values, gradient) in call.WithGradients())
            values.sub_((gradient + (values * 0.01)) * (call.LearningRate / divisor(weights[name.Split('.')[0]])));
    }

    private static void SkipFirst(TorchParts.UpdateCall call)
    {
        var first = call.Parameters[0].Values;
        var before = first.clone();
        call.Optimizer.Step(call.LearningRate);
        first.copy_(before);
    }

    private static void Velocity(TorchParts.UpdateCall call, double keep = 0.9, double dampening = 0, bool nesterov = false)
    {
        foreach (var (name, values, gradient) in call.WithGradients())
        {
            var g = gradient + (values * 0.01);
            var velocity = call.Buffer("momentum", name).mul_(keep).add_(g * (1 - dampening));
            values.sub_((nesterov ? g + (velocity * 0.9) : velocity) * call.LearningRate);
        }
    }

    private static void RateInside(TorchParts.UpdateCall call)
    {
        foreach (var (name, values, gradient) in call.WithGradients())
            values.sub_(call.Buffer("momentum", name).mul_(0.9).add_((gradient + (values * 0.01)) * call.LearningRate));
    }

    private static void Shared(TorchParts.UpdateCall call)
    {
        call.Optimizer.Step(call.LearningRate);
        call.Buffer("momentum", "fc3.bias").copy_(call.Buffer("momentum", "fc2.bias").narrow(0, 0, 4));
    }

    private static void Adam(
        TorchParts.UpdateCall call,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        bool correct = true,
        bool correctSquare = true,
        int ahead = 0,
        bool epsilonInside = false,
        bool absolute = false,
        double coupled = 0.01,
        double decoupled = 0)
    {
        var step = call.Step + ahead;
        foreach (var (name, values, gradient) in call.WithGradients())
        {
            var g = gradient + (values * coupled);
            values.mul_(1 - (call.LearningRate * decoupled));
            var mean = call.Buffer("exp_avg", name).mul_(beta1).add_(g * (1 - beta1));
            var square = call.Buffer("exp_avg_sq", name).mul_(beta2).add_((absolute ? g.abs() : g * g) * (1 - beta2));
            var meanHat = correct ? mean / (1 - Math.Pow(beta1, step)) : mean;
            var squareHat = correct && correctSquare ? square / (1 - Math.Pow(beta2, step)) : square;
            values.sub_(
                meanHat / (epsilonInside ? (squareHat + epsilon).sqrt() : squareHat.sqrt() + epsilon) * call.LearningRate);
        }
    }
}
