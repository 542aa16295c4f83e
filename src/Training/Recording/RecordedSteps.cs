using System.Runtime.InteropServices;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;
using TorchBasics.Training.Gradients;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Optimizers;
using static TorchSharp.torch;

namespace TorchBasics.Training.Recording;

/// <summary>
/// Whole training steps (batch, forward and backward pass, clip, update, sums of the meter) that are recorded once for each
/// size of a batch, and then done by one call. What changes from step to step, the numbers of the samples and the rates,
/// is written into tensors before; eager and recorded steps call the same operators on the same tensors.
/// </summary>
internal sealed class RecordedSteps : IDisposable
{
    private readonly IStepRecorder _recorder;
    private readonly TensorData _data;
    private readonly LibtorchGradients _gradients;
    private readonly Optimizer _optimizer;
    private readonly RunningMeter _meter;
    private readonly double? _clipNorm;
    private readonly Dictionary<int, Entry> _entries = [];
    private RecordingPlan _plan = new();
    private Entry? _last;

    /// <summary>Ties the parts of a step together.</summary>
    /// <param name="recorder">Becomes this object's own.</param>
    /// <param name="data">The training set; stays the caller's, as all that follow.</param>
    /// <param name="gradients">Computes the gradients.</param>
    /// <param name="optimizer">Moves the weights.</param>
    /// <param name="meter">Sums over the epoch.</param>
    /// <param name="clipNorm">Largest L2 norm of all gradients together; null for no limit.</param>
    public RecordedSteps(
        IStepRecorder recorder,
        TensorData data,
        LibtorchGradients gradients,
        Optimizer optimizer,
        RunningMeter meter,
        double? clipNorm)
    {
        (_recorder, _data, _gradients, _optimizer, _meter, _clipNorm) =
            (recorder, data, gradients, optimizer, meter, clipNorm);
        meter.Prepare(); // within a record the sums would be made anew, and zero, at each launch
    }

    /// <summary>Why steps could not be recorded after all, in one sentence without a full stop; null so far.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Does a step.</summary>
    /// <param name="batches">Stands at the batch.</param>
    /// <param name="learningRate">The rate.</param>
    public void Run(BatchSequence batches, double learningRate)
    {
        var entry = _last = EntryOf(batches.Count);
        batches.CopyIndicesTo(entry.Indices);
        _optimizer.WriteRates(learningRate);
        switch (_plan.Next(batches.Count))
        {
            case StepWay.WarmUp:
                _recorder.WarmUp(() => Take(entry));
                break;
            case StepWay.Record:
                RecordOrTake(entry, batches.Count);
                break;
            case StepWay.Launch:
                entry.Record!.Launch();
                break;
            case StepWay.Eager:
                Take(entry);
                break;
        }

        _meter.Count(batches.Count);
    }

    /// <summary>Mean loss of the last batch; waits for the device.</summary>
    /// <returns>The loss; not a number before the first batch.</returns>
    public double ReadLoss() => _last?.Outcome?.ReadLoss() ?? double.NaN;

    /// <summary>Drops all records; the next steps are recorded anew.</summary>
    public void Forget()
    {
        foreach (var entry in _entries.Values)
            entry.Dispose();
        _entries.Clear();
        (_plan, _last) = (new RecordingPlan(), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        _recorder.Dispose();
    }

    private Entry EntryOf(int samples)
    {
        if (!_entries.TryGetValue(samples, out var entry))
            _entries[samples] = entry = new Entry(
                empty(samples, dtype: ScalarType.Int64, device: _data.Device).DetachFromDisposeScope());
        return entry;
    }

    private void RecordOrTake(Entry entry, int samples)
    {
        try
        {
            entry.Record = _recorder.Record(() => Take(entry));
        }
        catch (Exception error) when (error is TorchBasicsException or ExternalException)
        {
            // Nothing was done yet: numbers and rates are written, so that the step can be taken as it is.
            Refusal ??= error.Message;
            _plan.Refuse(samples);
            Take(entry);
            return;
        }

        entry.Record.Launch();
    }

    // The step itself. It must depend on nothing that changes from step to step but tensors.
    private void Take(Entry entry)
    {
        entry.Outcome?.Dispose();
        entry.Outcome = null;
        entry.Outcome = _gradients.Compute(() => _data.Gather(entry.Indices));
        if (_clipNorm is { } norm)
            _optimizer.ClipGradientsOnDevice(norm).Dispose();
        _optimizer.UpdateByWrittenRates();
        _meter.AddOnDevice(entry.Outcome.Loss, entry.Outcome.Outputs, entry.Outcome.Labels);
    }

    /// <summary>What belongs to a size of a batch.</summary>
    /// <param name="indices">Int64 [N], the numbers of its samples.</param>
    private sealed class Entry(Tensor indices) : IDisposable
    {
        public Tensor Indices => indices;

        public BatchOutcome? Outcome { get; set; }

        public IRecordedStep? Record { get; set; }

        public void Dispose()
        {
            Record?.Dispose();
            Outcome?.Dispose();
            indices.Dispose();
        }
    }
}
