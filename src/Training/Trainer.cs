using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Curvature;
using TorchBasics.Training.Data;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Gradients;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Optimizers;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Recording;
using TorchBasics.Training.Schedules;
using static TorchSharp.torch;

namespace TorchBasics.Training;

/// <summary>
/// Moves the weights of a network, step by step. All that a step needs follows from the options and the step's number,
/// so that a run continued from a saved state does the same arithmetic as one that never stopped.
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly TrainerParts _parts;
    private readonly BatchSequence _batches;
    private readonly IGradientSource _gradients;
    private readonly Optimizer _optimizer;
    private readonly CurvatureEstimate? _curvature;
    private readonly Schedule _schedule;
    private readonly RunningMeter _meter;
    private readonly RecordedSteps? _recorded;
    private readonly string? _recordingRefusal;
    private readonly bool _drawsNumbers;
    private readonly RankGroup? _ranks;

    /// <summary>Prepares training; the weights of the network stay as they are.</summary>
    /// <param name="network">The network; stays the caller's.</param>
    /// <param name="data">The training set; stays the caller's.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="TorchBasicsException">
    /// An option is out of its range, or the fused kernels are asked for and cannot be had.
    /// </exception>
    public Trainer(Network network, TensorData data, TrainingOptions options)
        : this(network, data, options, TrainerParts.Product)
    {
    }

    internal Trainer(
        Network network, TensorData data, TrainingOptions options, TrainerParts parts, RankGroup? ranks = null)
    {
        (_parts, Network, _ranks) = (parts, network, ranks);
        _options = (options with { HoldOut = 0, Patience = null }).Check(data.Count);
        var recipe = options.Recipe;
        BatchSpread.Check(network.Architecture, data.Count, recipe.BatchSize, ranks?.Size ?? 1);
        var usesKernels = FusedChoice.Takes(network, data.Source, options.Kernels, trains: true);
        _batches = BatchesOf(data);
        _optimizer = Optimizer.Create(recipe, [.. network.named_parameters()], network.Architecture);
        _schedule = Schedule.Create(recipe);
        _meter = new RunningMeter(data.Device);
        _drawsNumbers = network.Architecture.AllLayers.Any(layer => layer is Dropout);
        var loss = Loss.Create(recipe.Loss, recipe.LabelSmoothing, network.Architecture.Output[0]);
        _curvature = _optimizer is DiagonalLevenbergMarquardt byCurvature ? new(network, loss, byCurvature) : null;
        _gradients = GradientsOf(data, loss, usesKernels);
        (_recorded, _recordingRefusal) = RecordedStepsOf(data);
    }

    /// <summary>The network that learns.</summary>
    public Network Network { get; }

    /// <summary>Whether our own kernels compute the network.</summary>
    public bool IsFused => Fused is not null;

    /// <summary>
    /// Why libtorch trains the network though nobody asked for it: a layer that our kernels only evaluate; null where there is
    /// none.
    /// </summary>
    public string? KernelRemark =>
        IsFused || _options.Kernels == KernelChoice.Libtorch ? null : KernelSupport.TrainingRefusal(Network.Architecture);

    /// <summary>
    /// Why steps on CUDA are done operator by operator though nobody asked for it; null where they are not, or not on CUDA.
    /// </summary>
    public string? RecordingRemark => _recordingRefusal ?? _recorded?.Refusal;

    /// <summary>Steps in one pass over the training set; the last one may see fewer samples.</summary>
    public int StepsPerEpoch => _batches.StepsPerEpoch;

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
    internal FusedNetwork? Fused => (_gradients as KernelGradients)?.Network;

    /// <summary>Mean loss of the last step's batch, not a number before the first; waits for the device.</summary>
    internal double LastLoss => _recorded?.ReadLoss() ?? _gradients.ReadLoss();

    /// <summary>Whether a rank was asked to stop; the same on all ranks. False where there is one process alone.</summary>
    internal bool ShouldStop => _gradients.ShouldStop;

    /// <summary>The samples in the order of the epoch of the last step.</summary>
    internal ReadOnlySpan<long> Order => _batches.EpochOrder;

    /// <summary>Samples of the next step.</summary>
    internal int NextCount => _batches.CountAt(StepCount);

    /// <summary>One step: a batch, its loss, the gradients, the update.</summary>
    /// <exception cref="TorchBasicsException">The loss is not a number; the weights are left as the step found them.</exception>
    public void Step()
    {
        if (!TryStep())
            throw NotFinite($"at step {StepCount + 1} (epoch {EpochCount + 1})", LastLoss);
    }

    /// <summary>As <see cref="Step"/>, but tells a loss that is not a number by false.</summary>
    /// <remarks>
    /// On the CPU the loss is at hand. On CUDA reading it would make every step wait, so there the meter's sum tells later.
    /// </remarks>
    internal bool TryStep()
    {
        BeginStep();
        if (_recorded is not null)
            _recorded.Run(_batches, LearningRate);
        else if (!TakeStep())
            return false;
        StepCount++;
        return true;
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
    /// <exception cref="TorchBasicsException">
    /// The arrays belong to another network or optimizer, the optimizer stands at another step, or the step lies outside the run.
    /// </exception>
    public void Load(TrainerState state)
    {
        if (state.Step < 0 || state.Step > TotalSteps)
            throw new TorchBasicsException(
                ErrorKind.Data, $"The checkpoint stands at step {state.Step}; this run has {TotalSteps} steps.");
        StateMatch.Check(Network.Architecture, state.Weights);
        _recorded?.Forget();
        _optimizer.Load(state.OptimizerArrays, state.Step);
        Network.Load(state.Weights);
        _meter.State = state.Meter;
        StepCount = state.Step;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recorded?.Dispose();
        _gradients.Dispose();
        _batches.Dispose();
        _meter.Dispose();
        _curvature?.Dispose();
        _optimizer.Dispose();
    }

    private void BeginStep()
    {
        _batches.MoveTo(StepCount);
        if (StepCount % StepsPerEpoch == 0)
        {
            _meter.Reset();
            if (_curvature is not null)
                _parts.RenewCurvature(_curvature, _batches);
        }

        LearningRate = _parts.Rate(_schedule, StepCount, new RunLength(StepsPerEpoch, _options.Recipe.Epochs));
    }

    private bool TakeStep()
    {
        _gradients.ComputeGradients(_batches, _drawsNumbers ? _parts.DropoutSeed(_options.Seed, StepCount) : 0);
        if (_gradients.Loss is { } loss && !double.IsFinite(loss))
            return false;
        _parts.AfterBackward(Network);
        if (_options.ClipNorm is { } norm)
            _parts.Clip(_optimizer, norm);
        _parts.Update(_optimizer, LearningRate);
        _gradients.AddTo(_meter);
        return true;
    }

    private BatchSequence BatchesOf(TensorData data)
    {
        var (recipe, seed, random) = (_options.Recipe, _options.Seed, new RandomGenerator(0));
        return new(
            data,
            recipe.BatchSize,
            _parts.StepsOfEpoch(data.Count, recipe.BatchSize),
            (epoch, order) => _parts.Order(seed, epoch, random, order),
            recipe.Augmentation.IsNone ? null : _parts.Augmenter(recipe.Augmentation, data, seed),
            _parts.DistortedEpoch);
    }

    private IGradientSource GradientsOf(TensorData data, Loss loss, bool usesKernels)
    {
        if (usesKernels)
            return new KernelGradients(Network, data, loss, _optimizer, _ranks, _options.Recipe.BatchSize);
        Tensor BatchLoss(Tensor outputs, Tensor labels) => _parts.BatchLoss(loss, outputs, labels);
        return _ranks is null
            ? new LibtorchGradients(Network, BatchLoss, _optimizer)
            : new RankedLibtorchGradients(
                Network, BatchLoss, _optimizer, _ranks, ranges => ExchangeChoice.Open(_ranks, _parts.Nccl, data.Device, ranges));
    }

    private (RecordedSteps? Steps, string? Refusal) RecordedStepsOf(TensorData data)
    {
        if (_gradients is not LibtorchGradients gradients || _options.Graphs == GraphChoice.Off || !_parts.AreOfProduct)
            return (null, null);
        var obstacle = RecordingChoice.Obstacle(Network.Architecture, _options.Recipe.Augmentation);
        var (recorder, refusal) = RecordingChoice.Open(_parts.Recorder, data.Device, obstacle);
        return recorder is null
            ? (null, refusal)
            : (new RecordedSteps(recorder, data, gradients, _optimizer, _meter, _options.ClipNorm), null);
    }

    private static TorchBasicsException NotFinite(string where, double value) =>
        new(ErrorKind.Failed, $"The loss became {value} {where}. A smaller learning rate or a clip norm may help; "
            + "the last checkpoint is still good.");
}
