using TorchBasics.Verification.Recording;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in a fully connected layer.</summary>
internal static class LinearFaults
{
    private static readonly Place Output = Place.Output("fc2");
    private static readonly Place Weight = Place.ParameterGradient("fc2", "weight");
    private static readonly Place Bias = Place.ParameterGradient("fc2", "bias");
    private static readonly Place Input = Place.InputGradient("fc2");

    public static IReadOnlyList<Fault> All { get; } =
    [
        Forward("bias missing", call => functional.linear(call.Input, call.Weight())),
        Forward("bias added twice", call => functional.linear(call.Input, call.Weight(), call.Bias() * 2)),
        Forward("bias of the first unit used for all", call => functional.linear(call.Input, call.Weight()) + call.Bias()[0]),
        Forward("weights transposed", call => functional.linear(call.Input, call.Weight().t(), call.Bias())),
        Forward("inputs in reverse order", call => functional.linear(call.Input.flip(1), call.Weight(), call.Bias())),
        Forward("outputs in reverse order", call => functional.linear(call.Input, call.Weight(), call.Bias()).flip(1)),
        Forward(
            "last input left out",
            call => functional.linear(call.Input.narrow(1, 0, 5), call.Weight().narrow(1, 0, 5), call.Bias())),
        Forward("sums kept in float16", call => Accumulate(call.Input, call.Weight(), call.Bias(), float16)),
        Forward("bfloat16 arithmetic", call => functional
            .linear(call.Input.to(bfloat16), call.Weight().to(bfloat16), call.Bias().to(bfloat16)).to(call.Input.dtype)),
        new(
            "fully connected",
            "bias gradient missing",
            Probe.Dense,
            ParameterGradient("fc2.bias", gradient => gradient * 0),
            Bias),
        new(
            "fully connected",
            "bias gradient doubled",
            Probe.Dense,
            ParameterGradient("fc2.bias", gradient => gradient * 2),
            Bias),
        new(
            "fully connected",
            "bias gradient averaged over the batch",
            Probe.Dense,
            Gradient("fc2", call => functional.linear(call.Input, call.Weight(), call.Bias() / call.Input.size(0))),
            Bias),
        new(
            "fully connected",
            "weight gradient transposed",
            Probe.Dense,
            ParameterGradient("fc2.weight", gradient => gradient.t().contiguous().clone()),
            Weight),
        new("fully connected", "weight gradient of the first sample only", Probe.Dense, Gradient("fc2", FirstSample), Weight),
        new(
            "fully connected",
            "input gradient through the transposed weights",
            Probe.Dense,
            Gradient("fc2", call => functional.linear(call.Input, call.Weight().detach().t())
                + functional.linear(call.Input.detach(), call.Weight(), call.Bias())),
            Input),
        new("fully connected", "gradient overwritten by the last sample "
            + "instead of summed", Probe.Dense, Gradient("fc2", LastSample), Weight, Bias),
    ];

    private static Fault Forward(string name, Func<Engines.TorchParts.LayerCall, Tensor> wrong) =>
        new("fully connected", name, Probe.Dense, At("fc2", wrong), Output);

    private static Tensor Accumulate(Tensor x, Tensor w, Tensor b, ScalarType type)
    {
        var sum = b.expand(x.size(0), -1).to(type);
        for (var i = 0; i < x.size(1); i++)
            sum = (sum.to(x.dtype) + (x.narrow(1, i, 1) * w.narrow(1, i, 1).t())).to(type);
        return sum.to(x.dtype);
    }

    private static Tensor FirstSample(Engines.TorchParts.LayerCall call)
    {
        var (first, rest) = (call.Input.narrow(0, 0, 1), call.Input.narrow(0, 1, call.Input.size(0) - 1));
        return cat(
            [functional.linear(first, call.Weight(), call.Bias()), functional.linear(rest, call.Weight().detach(), call.Bias())],
            0);
    }

    private static Tensor LastSample(Engines.TorchParts.LayerCall call)
    {
        var count = call.Input.size(0);
        var (rest, last) = (call.Input.narrow(0, 0, count - 1), call.Input.narrow(0, count - 1, 1));
        return cat(
            [
                functional.linear(rest, call.Weight().detach(), call.Bias().detach()),
                functional.linear(last, call.Weight(), call.Bias())
            ],
            0);
    }
}
