using TorchBasics.Core.Layers;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Runs;

/// <summary>Watches a trainer on libtorch, by hooks at the modules of its network.</summary>
internal sealed class TorchWitness(Trainer trainer, StepTap tap) : IStepWitness
{
    private readonly Device _device = trainer.Network.State[0].Values.device;

    /// <inheritdoc/>
    public string Engine => $"libtorch float32{(_device.type == DeviceType.CPU ? "" : $" {_device}")}";

    /// <inheritdoc/>
    public ObservedStep Watch(ulong dropoutSeed)
    {
        var before = trainer.Save();
        using var flow = new Flow();
        var removers = Listen(flow);
        (tap.IsOpen, tap.OnBackward) = (true, flow.TakeGradients);
        try
        {
            trainer.Step();
        }
        finally
        {
            (tap.IsOpen, tap.OnBackward) = (false, null);
            foreach (var remove in removers)
                remove();
        }

        var architecture = trainer.Network.Architecture;
        var step = StepParts.Of(trainer, before, flow.Values[0], tap.Labels, tap.Gradients, Dropouts(flow));
        var after = StepParts.Weights(architecture, step.After);
        var (weights, gradients) = (StepParts.Weights(architecture, before), StepParts.ByLayer(architecture, tap.Gradients));
        var masks = DropoutMasks.AreNeeded(architecture) ? Masks(step.Labels.Length, dropoutSeed) : DropoutMasks.None;
        return step with
        {
            Record = StepParts.Record(trainer, step, trainer.LastLoss, [.. architecture.Nodes.Select(
                (node, k) => new LayerRecord<Float64>(node.Label, node.Layer, weights[k], flow.Values[k], flow.Values[k + 1])
                {
                    OutputGradient = flow.Gradients[k + 1],
                    Gradients = new(flow.Gradients[k] ?? flow.Values[k].ZerosLike(), gradients[k]),
                    LacksInputGradient = flow.Gradients[k] is null,
                    State = DropoutChoice.State(
                        node, masks, flow.Values[k], flow.Values[k + 1], flow.Gradients[k], flow.Gradients[k + 1]),
                    BuffersAfter = [.. LayerBuffers.Of(node.Layer, after[k])],
                })]),
        };
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, bool[]> Masks(int count, ulong dropoutSeed) =>
        DropoutMasks.OfLibtorch(trainer.Network.Architecture, dropoutSeed, count, _device);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private List<Action> Listen(Flow flow)
    {
        var removers = new List<Action>();
        foreach (var (k, layer) in trainer.Network.Layers.Index())
        {
            if (k == 0)
                removers.Add(layer.register_forward_pre_hook((_, x) => flow.Note(x)).remove);
            removers.Add(layer.register_forward_hook((_, _, y) => flow.Note(y)).remove);
        }

        return removers;
    }

    private Dictionary<int, (Tensor<Float64> Input, Tensor<Float64> Output)> Dropouts(Flow flow) =>
        trainer.Network.Architecture.Layers.Index().Where(layer => layer.Item is Dropout).ToDictionary(
            layer => layer.Index, layer => (flow.Values[layer.Index], flow.Values[layer.Index + 1]));

    /// <summary>What flows between the layers: in front of each, and behind the last.</summary>
    private sealed class Flow : IDisposable
    {
        private readonly List<Tensor> _tensors = [];

        public List<Tensor<Float64>> Values { get; } = [];

        // Before the first layer that learns nobody asks for one.
        public List<Tensor<Float64>?> Gradients { get; } = [];

        // An alias, so that a layer that hands its input on leaves both a gradient of their own.
        public Tensor Note(Tensor tensor)
        {
            var seen = tensor.alias().DetachFromDisposeScope();
            if (seen.requires_grad)
                seen.retain_grad();
            _tensors.Add(seen);
            Values.Add(seen.ToReference());
            return seen.alias();
        }

        public void TakeGradients() =>
            Gradients.AddRange(_tensors.Select(tensor => tensor.requires_grad ? tensor.GradientToReference() : null));

        /// <inheritdoc/>
        public void Dispose()
        {
            foreach (var tensor in _tensors)
                tensor.Dispose();
        }
    }
}
