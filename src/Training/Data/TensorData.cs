using TorchBasics.Bindings.Memory;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Data;

/// <summary>
/// A whole data set on a device: one normalised float tensor and one tensor of labels, made at their first use. A batch is
/// one index_select of each; nothing is copied between host and device per step.
/// </summary>
public sealed class TensorData : IDisposable
{
    private Tensor? _inputs;
    private Tensor? _labels;

    /// <summary>Prepares a set for a device.</summary>
    /// <param name="set">The samples.</param>
    /// <param name="normalization">How values become floats.</param>
    /// <param name="device">Where the tensors live.</param>
    /// <param name="targets">How targets become what a network is taught; null lets the set decide.</param>
    /// <exception cref="TorchBasicsException">The normalisation is for another number of channels or features.</exception>
    public TensorData(SampleSet set, Normalization normalization, Device device, TargetScale? targets = null)
    {
        normalization.CheckFits(set.Shape);
        (Source, Normalization, Device) = (set, normalization, device);
        TargetScale = set.Targets is null ? null : targets ?? set.TargetScale();
        if (TargetScale is not null && TargetScale.Names.Count != set.ClassNames.Count)
            throw new TorchBasicsException(
                ErrorKind.Data, $"A scale of {TargetScale.Names.Count} targets met {set}; "
                    + "the data must be of the kind that the model was trained on.");
    }

    /// <summary>The set as its source holds it.</summary>
    public SampleSet Source { get; }

    /// <summary>How values became floats.</summary>
    public Normalization Normalization { get; }

    /// <summary>How targets become what a network is taught; null where labels are classes.</summary>
    public TargetScale? TargetScale { get; }

    /// <summary>Float32 [N, C, H, W] or [N, F]; owned by this object.</summary>
    public Tensor Inputs => _inputs ??= Upload();

    /// <summary>
    /// What a network is taught: the classes, Int64 [N], or standardised targets, Float32 [N, targets]; owned by this object.
    /// </summary>
    public Tensor Labels => _labels ??= (TargetScale is null
        ? tensor(Source.Labels.ToArray(), dtype: ScalarType.Int64, device: Device)
        : tensor(Outputs(TargetScale), [Count, TargetScale.Names.Count], device: Device)).DetachFromDisposeScope();

    /// <summary>The number of samples.</summary>
    public int Count => Source.Count;

    /// <summary>Where the tensors live.</summary>
    public Device Device { get; }

    /// <summary>Copies chosen samples into a batch, on the device.</summary>
    /// <param name="indices">Int64 [B] on the same device, sample numbers.</param>
    /// <returns>The batch; it belongs to the current dispose scope.</returns>
    public Batch Gather(Tensor indices) => new(Inputs.index_select(0, indices), Labels.index_select(0, indices));

    /// <summary>A run of neighbouring samples, without a copy: what evaluation reads.</summary>
    /// <param name="start">The first one, counted from 0.</param>
    /// <param name="count">How many at most; fewer at the end of the set.</param>
    /// <returns>The batch; it belongs to the current dispose scope.</returns>
    public Batch Range(int start, int count)
    {
        var length = Math.Min(count, Count - start);
        return new(Inputs.narrow(0, start, length), Labels.narrow(0, start, length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs?.Dispose();
        _labels?.Dispose();
    }

    private float[] Outputs(TargetScale scale)
    {
        var values = Source.Targets!.Values<float>().ToArray();
        for (var i = 0; i < values.Length; i++)
            values[i] = scale.Output(i % scale.Names.Count, values[i]);
        return values;
    }

    private Tensor Upload()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using Scalar one = 1;
        long[] perEntry = [1, -1, .. Enumerable.Repeat(1L, Source.Shape.Count - 1)];
        var scale = tensor(Normalization.Scale.ToArray(), device: Device).reshape(perEntry);
        var offset = tensor(Normalization.Offset.ToArray(), device: Device).reshape(perEntry);
        return Source.Inputs.ToTensor(Device)
            .to_type(ScalarType.Float32, copy: true).mul_(scale).add_(offset, one).DetachFromDisposeScope();
    }
}
