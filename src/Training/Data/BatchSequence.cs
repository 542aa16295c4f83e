using TorchBasics.Kernels.Distortions;
using static TorchSharp.torch;

namespace TorchBasics.Training.Data;

/// <summary>
/// The batches of a run: which samples each step sees. They follow from the number of the step alone, so that a run can
/// continue at any.
/// </summary>
/// <param name="data">The training set; stays the caller's.</param>
/// <param name="batchSize">Samples of a step; the last one of an epoch may see fewer.</param>
/// <param name="stepsPerEpoch">Steps in one pass over the set.</param>
/// <param name="fillOrder">Fills in the order in which an epoch, counted from 0, visits the samples.</param>
/// <param name="augmenter">What distorts the pictures; becomes this object's own. Null for nothing.</param>
/// <param name="distortedEpoch">The epoch whose distortions an epoch gets.</param>
internal sealed class BatchSequence(
    TensorData data,
    int batchSize,
    int stepsPerEpoch,
    Action<int, long[]> fillOrder,
    Augmenter? augmenter,
    Func<int, int> distortedEpoch) : IDisposable
{
    private Tensor? _orderOnDevice;
    private bool _isUploaded;
    private int _epoch = -1;

    /// <summary>Steps in one pass over the training set.</summary>
    public int StepsPerEpoch => stepsPerEpoch;

    /// <summary>How the samples of the epoch are distorted, for our own kernels; null where nothing is.</summary>
    public EpochDistortions? Distortions => augmenter?.Epoch;

    /// <summary>The samples in the order of the epoch.</summary>
    public long[] EpochOrder { get; } = new long[data.Count];

    /// <summary>Where in the order the batch begins.</summary>
    public int Start { get; private set; }

    /// <summary>Samples of the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Samples that a step sees.</summary>
    /// <param name="step">Number of the step, counted from 0.</param>
    public int CountAt(long step) => Math.Min(batchSize, data.Count - StartAt(step));

    /// <summary>Goes to the batch of a step.</summary>
    /// <param name="step">Number of the step, counted from 0.</param>
    public void MoveTo(long step)
    {
        var epoch = (int)(step / stepsPerEpoch);
        if (_epoch != epoch)
            Begin(epoch);
        (Start, Count) = (StartAt(step), CountAt(step));
    }

    /// <summary>The batch as tensors on the device of the data, distorted where the run says so.</summary>
    /// <returns>The batch; it belongs to the current dispose scope.</returns>
    public Batch Gather() => Gather(0, Count);

    /// <summary>Neighbours of the batch as tensors on the device of the data, distorted where the run says so.</summary>
    /// <param name="first">The first of them, counted within the batch.</param>
    /// <param name="count">How many.</param>
    /// <returns>They belong to the current dispose scope.</returns>
    public Batch Gather(int first, int count)
    {
        var indices = Indices(first, count);
        return augmenter is null
            ? data.Gather(indices)
            : new(augmenter.Gather(indices), data.Labels.index_select(0, indices));
    }

    /// <summary>Copies the sample numbers of the batch on the device; waits for nothing.</summary>
    /// <param name="indices">Int64 [N] on the device of the data, as many as the batch has.</param>
    public void CopyIndicesTo(Tensor indices)
    {
        using var slice = Indices(0, Count);
        indices.copy_(slice);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _orderOnDevice?.Dispose();
        augmenter?.Dispose();
    }

    private int StartAt(long step) => (int)(step % stepsPerEpoch) * batchSize;

    private Tensor Indices(int first, int count)
    {
        _orderOnDevice ??= empty(data.Count, dtype: ScalarType.Int64, device: data.Device).DetachFromDisposeScope();
        if (!_isUploaded)
        {
            using var order = tensor(EpochOrder);
            _orderOnDevice.copy_(order);
            _isUploaded = true;
        }

        return _orderOnDevice.narrow(0, Start + first, count);
    }

    private void Begin(int epoch)
    {
        fillOrder(epoch, EpochOrder);
        _isUploaded = false;
        augmenter?.StartEpoch(distortedEpoch(epoch));
        _epoch = epoch;
    }
}
