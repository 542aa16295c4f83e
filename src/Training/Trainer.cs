using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Optimizers;
using TorchBasics.Training.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training;

/// <summary>
/// Moves the weights of a network, step by step. All that a step needs follows from the options and the step's number,
/// so that a run continued from a saved state does the same arithmetic as one that never stopped.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly TensorData _data;
    private readonly TrainingOptions _options;
    private readonly TrainerParts _parts;
    private readonly Loss _loss;
    private readonly Optimizer _optimizer;
    private readonly Schedule _schedule;
    private readonly RunningMeter _meter;
    private readonly Augmenter? _augmenter;
    private readonly bool _drawsNumbers;
    private readonly FusedStep? _fused;
    private readonly long[] _order;
    private readonly RandomGenerator _random = new(0);
    private Tensor? _orderOnDevice;
    private int _orderEpoch = -1;

    /// <summary>Prepares training; the weights of the network stay as they are.</summary>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="data">The training set; stays the caller's.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="TorchBasicsException">An option is out of its range, or the fused kernels are asked for and cannot be had.</exception>
    public Trainer(Network network, TensorData data, TrainingOptions options)
        : this(network, data, options, TrainerParts.Product)
    {
    }

    internal Trainer(Network network, TensorData data, TrainingOptions options, TrainerParts parts)
    {
        (_parts, Network, _data, _options) = (parts, network, data, (options with { HoldOut = 0, Patience = null }).Check(data.Count));
        var recipe = options.Recipe;
        _loss = Loss.Create(recipe.Loss, recipe.LabelSmoothing, network.Architecture.Output[0]);
        _optimizer = Optimizer.Create(recipe, [.. network.named_parameters()]);
        _schedule = Schedule.Create(recipe.Schedule);
        _meter = new RunningMeter(data.Device);
        _augmenter = recipe.Augmentation.IsNone ? null : parts.Augmenter(recipe.Augmentation, data, options.Seed);
        _drawsNumbers = network.Architecture.Layers.Any(layer => layer is Dropout);
        _fused = FusedStep.Create(network, data, _loss, options.Kernels);
        if (_fused is not null)
            _optimizer.UseGradients([.. network.named_parameters().Select(parameter => _fused.Gradients.GetValueOrDefault(parameter.name))]);
        _order = new long[data.Count];
        StepsPerEpoch = parts.StepsOfEpoch(data.Count, recipe.BatchSize);
    }

    /// <summary>The network that needsInputGradient.</summary>
    public Network Network { get; }

    /// <summary>Whether our own kernels compute the network.</summary>
    public bool IsFused => _fused is not null;

    /// <summary>Why libtorch trains the network though nobody asked for it: a layer that our kernels only evaluate; null where there is none.</summary>
    public string? KernelRemark => IsFused || _options.Kernels == KernelChoice.Libtorch ? null : KernelSupport.TrainingRefusal(Network.Architecture);

    /// <summary>Steps in one pass over the training set; the last one may see fewer samples.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Steps of the whole run.</summary>
    public long TotalSteps => (long)StepsPerEpoch * _options.Recipe.Epochs;

    /// <summary>Steps done.</summary>
    public long StepCount { get; private set; }

    /// <summary>Epochs completed.</summary>
    public int EpochCount => (int)(StepCount / StepsPerEpoch);

    /// <summary>Whether the last step ended an epoch.</summary>
    public bool IsAtEpochEnd => StepCount > 0 && StepCount % StepsPerEpoch == 0;

    /// <summary>The rate the last step used.</summary>
    public double LearningRate { get; private set; }

    /// <summary>How it trains.</summary>
    internal TrainingRecipe Recipe => _options.Recipe;

    /// <summary>Our kernels with the network; null where libtorch computes it.</summary>
    internal FusedNetwork? Fused => _fused?.Network;

    /// <summary>Mean loss of the last step's batch; not a number where nobody has read it, as on CUDA.</summary>
    internal double LastLoss { get; private set; } = double.NaN;

    /// <summary>The samples in the order of the epoch of the last step.</summary>
    internal ReadOnlySpan<long> Order => _order;

    /// <summary>Samples of the next step.</summary>
    internal int NextCount => NextRange().Count;

    /// <summary>One step: a batch, its loss, the gradients, the update.</summary>
    /// <exception cref="TorchBasicsException">The loss is not a number; the weights are left as the step found them.</exception>
    public void Step()
    {
        if (_orderEpoch != EpochCount)
            BeginEpoch(EpochCount);
        if (StepCount % StepsPerEpoch == 0)
            _meter.Reset();
        LearningRate = _options.Recipe.LearningRate * _parts.Factor(_schedule, StepCount, TotalSteps);
        if (_fused is null)
            StepOnLibtorch();
        else
            StepFused(_fused);
        StepCount++;
    }

    /// <summary>Mean loss and accuracy of the epoch so far; waits for the device.</summary>
    /// <returns>The means over the samples seen in this epoch.</returns>
    /// <exception cref="TorchBasicsException">The loss is not a number.</exception>
    public (double Loss, double Accuracy) ReadMeter()
    {
        var (loss, accuracy, _) = _meter.Read();
        return double.IsFinite(loss) ? (loss, accuracy) : throw NotFinite($"before step {StepCount + 1}", loss);
    }

    /// <summary>All that is needed to continue from here, besides the options and the data; waits for the device.</summary>
    /// <returns>A copy on the managed side.</returns>
    /// <exception cref="TorchBasicsException">The loss is not a number, so that the weights are not worth saving.</exception>
    public TrainerState Save()
    {
        var meter = _meter.State;
        return double.IsFinite(meter.LossSum)
            ? new(StepCount, meter, Network.Save(), _optimizer.Save())
            : throw NotFinite($"before step {StepCount + 1}", meter.LossSum);
    }

    /// <summary>Continues from a saved state; checks all of it before it changes anything.</summary>
    /// <param name="state">A state of a run with the same network, data and options.</param>
    /// <exception cref="TorchBasicsException">The arrays belong to another network or optimizer, the optimizer stands at another step, or the step lies outside the run.</exception>
    public void Load(TrainerState state)
    {
        if (state.Step < 0 || state.Step > TotalSteps)
            throw new TorchBasicsException(ErrorKind.Data, $"The checkpoint stands at step {state.Step}; this run has {TotalSteps} steps.");
        StateMatch.Check(Network.Architecture, state.Weights);
        _optimizer.Load(state.OptimizerArrays, state.Step);
        Network.Load(state.Weights);
        _meter.State = state.Meter;
        StepCount = state.Step;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _fused?.Dispose();
        _orderOnDevice?.Dispose();
        _augmenter?.Dispose();
        _meter.Dispose();
        _optimizer.Dispose();
    }

    private void StepOnLibtorch()
    {
        using var scope = NewDisposeScope();
        var batch = NextBatch();
        if (_drawsNumbers)
            manual_seed((long)DropoutSeed());
        Network.train();

        _optimizer.ZeroGrad();
        var outputs = Network.call(batch.Inputs);
        var loss = _parts.BatchLoss(_loss, outputs, batch.Labels);
        CheckFinite(loss);
        loss.backward();
        Update();
        _meter.Add(loss, outputs, batch.Labels);
    }

    private void StepFused(FusedStep fused)
    {
        var (start, count) = NextRange();
        if (_augmenter is null)
        {
            fused.ComputeGradients(_order, start, count, DropoutSeed());
        }
        else
        {
            using var scope = NewDisposeScope();
            fused.ComputeGradients(NextBatch(), DropoutSeed());
        }

        CheckFinite(fused.Loss);
        Update();
        _meter.Add(fused.Loss, fused.Correct, count);
    }

    private ulong DropoutSeed() => _drawsNumbers ? _parts.DropoutSeed(_options.Seed, StepCount) : 0;

    private void Update()
    {
        _parts.AfterBackward(Network);
        if (_options.ClipNorm is { } norm)
            _parts.Clip(_optimizer, norm);
        _parts.Update(_optimizer, LearningRate);
    }

    private (int Start, int Count) NextRange()
    {
        var start = (int)(StepCount % StepsPerEpoch) * _options.Recipe.BatchSize;
        return (start, Math.Min(_options.Recipe.BatchSize, _data.Count - start));
    }

    private Batch NextBatch()
    {
        var (start, count) = NextRange();
        var indices = _orderOnDevice!.narrow(0, start, count);
        var batch = _data.Gather(indices);
        return _augmenter is null ? batch : batch with { Inputs = _augmenter.Apply(batch.Inputs, indices) };
    }

    private void BeginEpoch(int epoch)
    {
        _parts.Order(_options.Seed, epoch, _random, _order);
        _orderOnDevice?.Dispose();
        _orderOnDevice = _fused is null || _augmenter is not null ? tensor(_order, device: _data.Device).DetachFromDisposeScope() : null;
        _augmenter?.StartEpoch(_parts.DistortedEpoch(epoch));
        _orderEpoch = epoch;
    }

    // On the CPU the loss is at hand. On CUDA reading it would make every step wait, so there the meter's sum tells later.
    private void CheckFinite(Tensor loss)
    {
        if (loss.device_type == DeviceType.CPU)
            CheckFinite(loss.item<float>());
    }

    private void CheckFinite(double loss)
    {
        LastLoss = loss;
        if (!double.IsFinite(loss))
            throw NotFinite($"at step {StepCount + 1} (epoch {EpochCount + 1})", loss);
    }

    private static TorchBasicsException NotFinite(string where, double value) =>
        new(ErrorKind.Failed, $"The loss became {value} {where}. A smaller learning rate or a clip norm may help; the last checkpoint is still good.");
}
