using System.Buffers.Binary;
using TorchBasics.Reference.Numbers;
using TorchBasics.Verification.Checks;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using TorchSharp;
using static TorchBasics.Verification.Faults.FaultCode;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchBasics.Verification.Faults;

/// <summary>Mistakes in what flows between the parts: batches, labels, modes, weights.</summary>
internal static class FlowFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        Feed(
            "batch of the step before",
            (steps, index) => steps[Math.Max(index - 1, 0)] with { LearningRate = steps[index].LearningRate },
            Place.Inputs),
        Feed(
            "samples in reverse order, labels not",
            (steps, index) => steps[index] with { Inputs = SampleOrder.Reverse(steps[index].Inputs) },
            Place.Inputs),
        Feed(
            "pixels divided by 256 instead of 255",
            (steps, index) =>
                steps[index] with { Inputs = steps[index].Inputs.Map(value => new Float64((float)(value.Value * 255 / 256))) },
            Place.Inputs),
        Feed(
            "labels shifted by one",
            (steps, index) => steps[index] with { Labels = [.. steps[index].Labels.Select(label => (label + 1) % 4)] },
            Place.Labels,
            Place.Loss),
        Feed(
            "labels of the step before",
            (steps, index) => steps[index] with { Labels = steps[Math.Max(index - 1, 0)].Labels },
            Place.Labels,
            Place.Loss),
        Weights("weights cut to float16", network => Change(network, values => values.to(float16).to(values.dtype)), "fc1"),
        Weights("weights of another byte order", network => Change(network, OtherByteOrder), "fc1"),
        Weights("two arrays of equal shape exchanged", Exchange, "fc1"),
        Weights(
            "seed ignored: other weights each time (TorchSharp #962)",
            network => Change(network, values => values + (torch.rand_like(values) * 0.01)),
            "fc1"),
        new(
            "flow",
            "dropout active in evaluation: eval() does not reach it (TorchSharp #1426)",
            Probe.Chance,
            At("dropout3", call => functional.dropout(call.Input, 0.5, training: true)),
            Place.Output("dropout3"),
            Place.Output("fc2"),
            Place.InputGradient("dropout3")),
        new("flow", "gradients clipped in secret", Probe.Dense, parts => parts with
        {
            AfterBackward = parameters => { foreach (var (_, values) in parameters) values.grad?.clamp_(-0.01, 0.01); }
        }, new Place("*", "weight.grad"), new Place("*", "bias.grad")),
        new(
            "flow",
            "gradients of the batch before",
            Probe.Dense,
            Stale(),
            new Place("*", "weight.grad"),
            new Place("*", "bias.grad")),
        new("flow", "one layer left out", Probe.Dense, At("tanh2", call => call.Input), Place.Output("tanh2")),
    ];

    private static Fault Feed(string name, Func<IReadOnlyList<StepFeed>, int, StepFeed> wrong, params Place[] places) =>
        new("flow", name, Probe.Dense, parts => parts with { Feed = wrong }, places);

    private static Fault Weights(string name, Action<Models.Network> wrong, string layer) =>
        new(
            "flow",
            name,
            Probe.Dense,
            parts => parts with { Initialize = network => Silently(() => wrong(network)) },
            Place.Output(layer),
            new Place(layer, "weight.before"),
            new Place(layer, "bias.before"));

    private static void Change(Models.Network network, Func<Tensor, Tensor> change)
    {
        foreach (var (_, values) in network.State)
            values.copy_(change(values));
    }

    // fc1 and fc2 both have six units; a layer by itself has nobody to exchange with.
    private static void Exchange(Models.Network network)
    {
        var state = network.State.ToDictionary(pair => pair.Name, pair => pair.Values);
        if (!state.TryGetValue("fc1.bias", out var first) || !state.TryGetValue("fc2.bias", out var second))
            return;
        var copy = first.clone();
        first.copy_(second);
        second.copy_(copy);
    }

    private static Tensor OtherByteOrder(Tensor values)
    {
        var numbers = values.ToReference();
        var swapped = numbers.Map(number => new Float64(BitConverter.UInt32BitsToSingle(
            BinaryPrimitives.ReverseEndianness(BitConverter.SingleToUInt32Bits((float)number.Value)))));
        return swapped.ToTorch(values.dtype, values.device);
    }

    private static Func<TorchParts, TorchParts> Stale()
    {
        var before = new Dictionary<string, Reference.Numbers.Tensor<Float64>>();
        return parts => parts with
        {
            AfterBackward = parameters =>
            {
                foreach (var (name, values) in parameters)
                {
                    if (values.grad is not { } gradient)
                        continue;
                    var current = gradient.ToReference();
                    if (before.TryGetValue(name, out var old))
                        gradient.copy_(old.ToTorch(gradient.dtype, gradient.device));
                    before[name] = current;
                }
            },
        };
    }
}
