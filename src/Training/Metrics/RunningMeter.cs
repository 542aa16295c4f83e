using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Metrics;

/// <summary>
/// Running mean of loss and accuracy, as the network trains. What is known on a device is summed there, the loss in double
/// precision: adding a batch waits for nothing, only reading does.
/// </summary>
public sealed class RunningMeter : IDisposable
{
    private readonly Device _device;
    private Tensor? _lossSum;
    private Tensor? _correct;
    private MeterState _host;

    /// <summary>Starts at zero.</summary>
    /// <param name="device">Where the network computes.</param>
    public RunningMeter(Device device) => _device = device;

    /// <summary>
    /// The sums as plain numbers. Reading waits for the device; setting continues from a saved state, bit for bit.
    /// </summary>
    public MeterState State
    {
        get => new(_host.LossSum + (_lossSum?.item<double>() ?? 0), _host.Correct + (_correct?.item<long>() ?? 0), _host.Count);
        set
        {
            _host = value;
            _lossSum?.zero_();
            _correct?.zero_();
        }
    }

    /// <summary>Adds a batch.</summary>
    /// <param name="loss">Mean loss of the batch, float [].</param>
    /// <param name="outputs">What the network said, [N, classes].</param>
    /// <param name="labels">The right classes, int64 [N]; or targets, float [N, targets], of which none is counted right.</param>
    public void Add(Tensor loss, Tensor outputs, Tensor labels)
    {
        Prepare();
        AddOnDevice(loss, outputs, labels);
        Count(labels.size(0));
    }

    /// <summary>Makes the sums on the device, which then keep their place.</summary>
    internal void Prepare()
    {
        _lossSum ??= zeros([], dtype: ScalarType.Float64, device: _device).DetachFromDisposeScope();
        _correct ??= zeros([], dtype: ScalarType.Int64, device: _device).DetachFromDisposeScope();
    }

    /// <summary>
    /// The part of adding a batch that the device does, so that it can be recorded; <see cref="Prepare"/> comes before and
    /// <see cref="Count"/> goes with it.
    /// </summary>
    internal void AddOnDevice(Tensor loss, Tensor outputs, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using Scalar weight = labels.size(0), one = 1;
        _lossSum!.add_(loss, weight);
        if (!labels.is_floating_point()) // quantities are neither right nor wrong
            _correct!.add_(Prediction.Of(outputs).eq(labels).sum(), one);
    }

    /// <summary>Counts the samples of a batch that the device added.</summary>
    internal void Count(long samples) => _host = _host with { Count = _host.Count + samples };

    /// <summary>Adds a batch whose numbers are at hand.</summary>
    /// <param name="loss">Mean loss of the batch.</param>
    /// <param name="correct">Its right answers.</param>
    /// <param name="samples">Its size.</param>
    public void Add(double loss, long correct, int samples) =>
        _host = new(_host.LossSum + (loss * samples), _host.Correct + correct, _host.Count + samples);

    /// <summary>The means so far; waits for the device.</summary>
    /// <returns>Mean loss and share of right answers (not a number before the first batch), and the number of samples.</returns>
    public (double Loss, double Accuracy, long Count) Read()
    {
        var state = State;
        return (state.Loss, state.Accuracy, state.Count);
    }

    /// <summary>Starts again from zero.</summary>
    public void Reset() => State = default;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lossSum?.Dispose();
        _correct?.Dispose();
        (_lossSum, _correct) = (null, null);
    }
}
