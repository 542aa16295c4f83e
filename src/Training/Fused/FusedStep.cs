using TorchBasics.Core.Errors;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using static TorchSharp.torch;

namespace TorchBasics.Training.Fused;

/// <summary>
/// The gradients of a batch by our kernels, straight from the bytes of a data set. In steady state a step allocates no
/// managed memory.
/// </summary>
internal sealed class FusedStep : IDisposable
{
    private readonly FusedNetwork _fused;
    private readonly FusedLoss _loss;
    private readonly SampleSource _samples;
    private readonly TensorSource _distorted = new();

    private FusedStep(Network network, TensorData data, Loss loss) =>
        (_fused, _loss, _samples) = (new FusedNetwork(network), new FusedLoss(loss), new SampleSource(data.Source, data.Normalization));

    /// <summary>The network in our kernels.</summary>
    public FusedNetwork Network => _fused;

    /// <summary>The tensors that get the gradients, by the names of their parameters; they stay the same from step to step.</summary>
    public IReadOnlyDictionary<string, Tensor> Gradients => _fused.Gradients;

    /// <summary>Mean loss over the last batch.</summary>
    public double Loss => _fused.Loss;

    /// <summary>Right answers in the last batch.</summary>
    public long Correct => _fused.Correct;

    /// <summary>Prepares the kernels if they are wanted and can be had.</summary>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="data">The training set; stays the caller's.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="choice">What is wanted.</param>
    /// <returns>The step; null where libtorch is to compute.</returns>
    /// <exception cref="TorchBasicsException">The fused kernels are asked for and cannot be had: kind Usage.</exception>
    public static FusedStep? Create(Network network, TensorData data, Loss loss, KernelChoice choice) =>
        FusedChoice.Takes(network, data.Source, choice, trains: true) ? new FusedStep(network, data, loss) : null;

    /// <summary>Computes loss and gradients of samples of the set.</summary>
    /// <param name="order">Sample numbers.</param>
    /// <param name="start">Where the batch begins in them.</param>
    /// <param name="count">Samples of the batch.</param>
    /// <param name="dropoutSeed">Decides what a dropout drops.</param>
    public void ComputeGradients(long[] order, int start, int count, ulong dropoutSeed)
    {
        _samples.Choose(order, start);
        _fused.ComputeGradients(_samples, _loss, count, dropoutSeed);
    }

    /// <summary>Computes loss and gradients of a batch that libtorch has made.</summary>
    /// <param name="batch">The batch, on the CPU.</param>
    /// <param name="dropoutSeed">Decides what a dropout drops.</param>
    public void ComputeGradients(Batch batch, ulong dropoutSeed)
    {
        using var inputs = batch.Inputs.contiguous();
        _distorted.Set(inputs, batch.Labels);
        _fused.ComputeGradients(_distorted, _loss, batch.Count, dropoutSeed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fused.Dispose();
        _samples.Dispose();
        _distorted.Dispose();
    }
}
