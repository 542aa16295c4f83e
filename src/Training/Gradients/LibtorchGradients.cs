using TorchBasics.Core.Layers;
using TorchBasics.Models;
using TorchBasics.Training.Data;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Gradients;

/// <summary>The gradients of a batch by libtorch's operators and its automatic differentiation, on any device.</summary>
/// <param name="network">The network; stays the caller's.</param>
/// <param name="loss">Mean loss, float [], of outputs and labels.</param>
/// <param name="optimizer">Moves the network's parameters; stays the caller's.</param>
internal sealed class LibtorchGradients(Network network, Func<Tensor, Tensor, Tensor> loss, Optimizer optimizer) : IGradientSource
{
    private readonly bool _drawsNumbers = network.Architecture.AllLayers.Any(layer => layer is Dropout);
    private BatchOutcome? _last;

    /// <inheritdoc/>
    public double? Loss { get; private set; }

    /// <inheritdoc/>
    public bool ShouldStop => false;

    /// <inheritdoc/>
    public void ComputeGradients(BatchSequence batches, ulong dropoutSeed)
    {
        _last?.Dispose();
        _last = null;
        if (_drawsNumbers)
            manual_seed((long)dropoutSeed);
        _last = Compute(batches.Gather);
        Loss = _last.Loss.device_type == DeviceType.CPU ? _last.ReadLoss() : null;
    }

    /// <summary>The gradients of a batch, by operators that are the same for each batch of a size.</summary>
    /// <param name="gather">Makes the batch.</param>
    /// <returns>What the network said; the caller's.</returns>
    public BatchOutcome Compute(Func<Batch> gather)
    {
        using var scope = NewDisposeScope();
        var batch = gather();
        network.train();
        optimizer.ZeroGrad();
        var outputs = network.call(batch.Inputs);
        var mean = loss(outputs, batch.Labels);
        mean.backward();
        return new BatchOutcome(Keep(mean), Keep(outputs), batch.Labels.DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public double ReadLoss() => Loss ?? _last?.ReadLoss() ?? double.NaN;

    /// <inheritdoc/>
    public void AddTo(RunningMeter meter)
    {
        if (_last is { } last)
            meter.Add(last.Loss, last.Outputs, last.Labels);
    }

    /// <inheritdoc/>
    public void Dispose() => _last?.Dispose();

    // Without the graph behind it, which would hold the activations of all layers.
    private static Tensor Keep(Tensor tensor) => tensor.detach().DetachFromDisposeScope();
}
