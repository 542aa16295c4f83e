using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using TorchSharp;
using static TorchBasics.Verification.Faults.FaultCode;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in the updates that divide by the size of past gradients: RMSprop, Adagrad and Adadelta.</summary>
internal static class SquareFaults
{
    private static readonly Place[] Parameters = [new("*", "weight"), new("*", "bias")];
    private static readonly Place[] Mean = [new("*", "square_avg.weight"), new("*", "square_avg.bias")];
    private static readonly Place[] Sum = [new("*", "sum.weight"), new("*", "sum.bias")];
    private static readonly Place[] Moves = [new("*", "acc_delta.weight"), new("*", "acc_delta.bias")];

    public static IReadOnlyList<Fault> All { get; } =
    [
        Rule("beta2 of Adam for alpha of RMSprop", Probe.DenseRmsProp, call => RmsProp(call, alpha: 0.999), Mean),
        Rule("epsilon of RMSprop inside the root", Probe.DenseRmsProp, call => RmsProp(call, isInside: true), Parameters),
        Rule("mean square of RMSprop corrected as Adam's", Probe.DenseRmsProp, call => RmsProp(call, corrects: true), Parameters),
        Rule("weight decay left out of the mean square", Probe.DenseRmsProp, call => RmsProp(call, ofSquare: 0), Mean),
        Rule("squares of Adagrad averaged", Probe.DenseAdagrad, call => Adagrad(call, keep: 0.99), Sum),
        Rule("sum of Adagrad without its past", Probe.DenseAdagrad, call => Adagrad(call, keep: 0), Sum),
        Rule("gradient of Adagrad over the sum itself", Probe.DenseAdagrad, call => Adagrad(call, power: 1), Parameters),
        Rule("rate of Adagrad that falls", Probe.DenseAdagrad, call => Adagrad(call, fall: 0.1), Parameters),
        Rule("epsilon of Adadelta behind the roots", Probe.DenseAdadelta, call => Adadelta(call, isInside: false), Moves),
        Rule("roots of Adadelta exchanged", Probe.DenseAdadelta, call => Adadelta(call, exchanges: true), Moves),
        Rule(
            "moves of Adadelta kept with the rate",
            Probe.DenseAdadelta,
            call => Adadelta(call, ofMove: call.LearningRate),
            Moves),
        Rule("moves of Adadelta updated before they are used", Probe.DenseAdadelta, call => Adadelta(call, early: true), Moves),
    ];

    private static Fault Rule(string name, Probe probe, Action<TorchParts.UpdateCall> wrong, Place[] places) =>
        new("optimizer", name, probe, Update(call => Silently(() => wrong(call))), places);

    private static void RmsProp(
        TorchParts.UpdateCall call, double alpha = 0.99, bool isInside = false, bool corrects = false, double ofSquare = 0.01)
    {
        foreach (var (name, values, gradient) in call.WithGradients())
        {
            var (g, h) = (gradient + (values * 0.01), gradient + (values * ofSquare));
            var square = call.Buffer("square_avg", name).mul_(alpha).add_(h * h * (1 - alpha));
            var mean = corrects ? square / (1 - Math.Pow(alpha, call.Step)) : square;
            values.sub_(g / (isInside ? (mean + 1e-8).sqrt() : mean.sqrt() + 1e-8) * call.LearningRate);
        }
    }

    private static void Adagrad(
        TorchParts.UpdateCall call, double keep = 1, double power = 0.5, double fall = 0)
    {
        foreach (var (name, values, gradient) in call.WithGradients())
        {
            var g = gradient + (values * 0.01);
            var sum = call.Buffer("sum", name).mul_(keep).add_(g * g);
            values.sub_(g / (sum.pow(power) + 1e-10) * (call.LearningRate / (1 + (fall * (call.Step - 1)))));
        }
    }

    private static void Adadelta(
        TorchParts.UpdateCall call, bool isInside = true, bool exchanges = false, bool early = false, double ofMove = 1)
    {
        foreach (var (name, values, gradient) in call.WithGradients())
        {
            var g = gradient + (values * 0.01);
            var square = call.Buffer("square_avg", name).mul_(0.9).add_(g * g * 0.1);
            var moves = call.Buffer("acc_delta", name);
            if (early)
                moves.mul_(0.9);
            var (of, over) = (Root(moves), Root(square));
            var move = (exchanges ? over / of : of / over) * g;
            moves.mul_(early ? 1 : 0.9).add_(move * move * (0.1 * ofMove * ofMove));
            values.sub_(move * call.LearningRate);
        }

        torch.Tensor Root(torch.Tensor mean) => isInside ? (mean + 1e-6).sqrt() : mean.sqrt() + 1e-6;
    }
}
