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
    private (Tensor Loss, Tensor Outputs, Tensor Labels)? _last;

    /// <inheritdoc/>
    public double? Loss { get; private set; }

    /// <inheritdoc/>
    public void ComputeGradients(BatchSequence batches, ulong dropoutSeed)
    {
        Release();
        using var scope = NewDisposeScope();
        var batch = batches.Gather();
        if (_drawsNumbers)
            manual_seed((long)dropoutSeed);
        network.train();
        optimizer.ZeroGrad();
        var outputs = network.call(batch.Inputs);
        var mean = loss(outputs, batch.Labels);
        mean.backward();
        _last = (Keep(mean), Keep(outputs), batch.Labels.DetachFromDisposeScope());
        Loss = mean.device_type == DeviceType.CPU ? mean.item<float>() : null;
    }

    /// <inheritdoc/>
    public double ReadLoss() => Loss ?? _last?.Loss.item<float>() ?? double.NaN;

    /// <inheritdoc/>
    public void AddTo(RunningMeter meter)
    {
        if (_last is { } last)
            meter.Add(last.Loss, last.Outputs, last.Labels);
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    // Without the graph behind it, which would hold the activations of all layers.
    private static Tensor Keep(Tensor tensor) => tensor.detach().DetachFromDisposeScope();

    private void Release()
    {
        _last?.Loss.Dispose();
        _last?.Outputs.Dispose();
        _last?.Labels.Dispose();
        _last = null;
    }
}
