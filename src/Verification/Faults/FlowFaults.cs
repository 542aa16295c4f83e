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
        Feed("batch of the step before", (steps, index) => steps[Math.Max(index - 1, 0)] with { LearningRate = steps[index].LearningRate }, Place.Inputs),
        Feed("samples in reverse order, labels not", (steps, index) => steps[index] with { Inputs = Transposed(steps[index].Inputs) }, Place.Inputs),
        Feed("pixels divided by 256 instead of 255", (steps, index) => steps[index] with { Inputs = steps[index].Inputs.Map(value => new Reference.Numbers.Float64((float)(value.Value * 255 / 256))) }, Place.Inputs),
        Feed("labels shifted by one", (steps, index) => steps[index] with { Labels = [.. steps[index].Labels.Select(label => (label + 1) % 4)] }, Place.Labels, Place.Loss),
        Feed("labels of the step before", (steps, index) => steps[index] with { Labels = steps[Math.Max(index - 1, 0)].Labels }, Place.Labels, Place.Loss),
        Weights("weights cut to float16", network => Change(network, values => values.to(float16).to(values.dtype)), "fc1"),
        Weights("weights of another byte order", network => Change(network, values => values * 2), "fc1"),
        Weights("two arrays of equal shape exchanged", Exchange, "fc2"),
        Weights("seed ignored: other weights each time (TorchSharp #962)", network => Change(network, values => values + (torch.rand_like(values) * 0.01)), "fc1"),
        new("flow", "dropout active in evaluation: eval() does not reach it (TorchSharp #1426)", Probe.Chance, At("dropout3", call => functional.dropout(call.Input, 0.5, training: true)), Place.Output("dropout3"), Place.Output("fc2"), Place.InputGradient("dropout3")),
        new("flow", "gradients clipped in secret", Probe.Dense, parts => parts with { AfterBackward = parameters => { foreach (var (_, values) in parameters) values.grad?.clamp_(-0.01, 0.01); } }, new Place("*", "weight.grad"), new Place("*", "bias.grad")),
        new("flow", "gradients of the batch before", Probe.Dense, Stale(), new Place("*", "weight.grad"), new Place("*", "bias.grad")),
        new("flow", "one layer left out", Probe.Dense, At("tanh2", call => call.Input), Place.Output("tanh2")),
    ];

    private static Fault Feed(string name, Func<IReadOnlyList<StepFeed>, int, StepFeed> wrong, params Place[] places) =>
        new("flow", name, Probe.Dense, parts => parts with { Feed = wrong }, places);

    private static Fault Weights(string name, Action<Models.Network> wrong, string layer) =>
        new("flow", name, Probe.Dense, parts => parts with { Initialize = network => Silently(() => wrong(network)) }, Place.Output(layer), new Place(layer, "weight.before"));

    private static void Change(Models.Network network, Func<Tensor, Tensor> change)
    {
        foreach (var (_, values) in network.State)
            values.copy_(change(values));
    }

    // Weights of fc2 are square, so that their transpose loads without complaint.
    private static void Exchange(Models.Network network)
    {
        foreach (var (name, values) in network.State)
            if (name == "fc2.weight")
                values.copy_(values.t().clone());
    }

    private static Reference.Tensor<Reference.Numbers.Float64> Transposed(Reference.Tensor<Reference.Numbers.Float64> inputs)
    {
        var elements = inputs.Elements.ToArray();
        Array.Reverse(elements);
        return Reference.Tensor<Reference.Numbers.Float64>.Over(inputs.Sizes, elements);
    }

    private static Func<TorchParts, TorchParts> Stale()
    {
        var before = new Dictionary<string, Reference.Tensor<Reference.Numbers.Float64>>();
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
