using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Engines.Fused;
using TorchBasics.Verification.Recording;
using static TorchSharp.torch;

namespace TorchBasics.Verification.Runs;

/// <summary>
/// Watches a trainer on our kernels. What stands between its fused blocks is copied; then the step is computed once more
/// layer by layer, from the same weights and the same batch, with the dropouts that should be. The two must agree bit by
/// bit, and the numbers between the layers are those of the trainer's own step.
/// </summary>
internal sealed class FusedWitness : IStepWitness
{
    private readonly Trainer _trainer;
    private readonly StepTap _tap;
    private readonly Loss _loss;
    private readonly Network _twin;
    private readonly FusedNetwork _byLayer;
    private readonly TensorSource _source = new();

    public FusedWitness(Trainer trainer, Loss loss, StepTap tap)
    {
        (_trainer, _loss, _tap) = (trainer, loss, tap);
        _twin = new Network(trainer.Network.Architecture);
        _byLayer = new FusedNetwork(_twin, trainer.Fused!.Plan.Kernels, fuses: false, wantsInputGradient: true);
    }

    /// <inheritdoc/>
    public string Engine => "fused float32";

    /// <inheritdoc/>
    public ObservedStep Watch(ulong dropoutSeed)
    {
        var (architecture, before) = (_trainer.Network.Architecture, _trainer.Save());
        var seen = new LayerTape(architecture, _trainer.Fused!.Plan, _trainer.NextCount);
        (_trainer.Fused.Observer, _tap.IsOpen) = (seen.Observe, true);
        try
        {
            _trainer.Step();
        }
        finally
        {
            (_trainer.Fused.Observer, _tap.IsOpen) = (null, false);
        }

        var step = StepParts.Of(_trainer, before, seen.Values(0), seen.Labels, _tap.Gradients, Dropouts(seen));
        try
        {
            return step with { Record = ByLayer(seen, step, dropoutSeed) };
        }
        catch (EngineException failure)
        {
            return step with { Failure = failure };
        }
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<int, bool[]> Masks(int count, ulong dropoutSeed) =>
        DropoutMasks.OfKernels(_twin.Architecture, dropoutSeed, count);

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Dispose();
        _byLayer.Dispose();
        _twin.Dispose();
    }

    private StepRecord<Float64> ByLayer(LayerTape seen, ObservedStep step, ulong dropoutSeed)
    {
        using var scope = NewDisposeScope();
        var architecture = _twin.Architecture;
        _twin.Load(step.Before.Weights);
        _source.Set(step.Inputs.ToTorch(float32, CPU), tensor(step.Labels.Select(label => (long)label).ToArray()));
        var tape = new LayerTape(architecture, _byLayer.Plan, step.Labels.Length);
        _byLayer.Observer = tape.Observe;
        _byLayer.ComputeGradients(_source, FusedLoss.Of(_loss), step.Labels.Length, dropoutSeed);
        var gradients = FusedRun.GradientsOf(_twin, _byLayer);
        FusedAgreement.Demand(
            architecture,
            seen,
            tape,
            (_trainer.LastLoss, _byLayer.Loss),
            StepParts.ByLayer(architecture, step.Gradients),
            gradients);

        var weights = StepParts.Weights(architecture, step.Before);
        var masks = FusedRun.MasksOf(architecture, dropoutSeed, step.Labels.Length);
        return StepParts.Record(_trainer, step, _byLayer.Loss, [.. architecture.Nodes.Select((node, k) =>
        {
            var (x, y, gradX, gradY) = (tape.Values(k), tape.Values(k + 1), tape.Gradients(k), tape.Gradients(k + 1));
            return new LayerRecord<Float64>(node.Label, node.Layer, weights[k], x, y)
            {
                OutputGradient = gradY,
                Gradients = new(gradX, gradients[k]),
                State = DropoutChoice.State(node, masks, x, y, gradX, gradY),
            };
        })]);
    }

    // A dropout is a block of its own, so that both its sides can be seen.
    private Dictionary<int, (Tensor<Float64> Input, Tensor<Float64> Output)> Dropouts(LayerTape seen) =>
        _twin.Architecture.Layers.Index()
            .Where(layer => layer.Item is Dropout && seen.Visible.Contains(layer.Index) && seen.Visible.Contains(layer.Index + 1))
            .ToDictionary(layer => layer.Index, layer => (seen.Values(layer.Index), seen.Values(layer.Index + 1)));
}
