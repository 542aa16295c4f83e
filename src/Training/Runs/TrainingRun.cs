using System.Diagnostics;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Ranks;
using TorchBasics.Training.Records;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Runs;

/// <summary>
/// One run from request to model: data, network and trainer, a folder that holds what came out, checkpoints to continue
/// from, and observers that watch.
/// </summary>
public sealed partial class TrainingRun : IDisposable
{
    private readonly IRunStore _store;
    private readonly RankGroup? _ranks;
    private readonly RunIdentity _identity;
    private readonly TensorData _train;
    private readonly TensorData _watched;
    private readonly Loss _loss;
    private readonly List<EpochMetrics> _history;
    private readonly Model _begun;
    private IReadOnlyList<NamedArray> _best;
    private RunRecord _record;
    private Evaluation? _afterLastStep; // on the watched set; null until an epoch of this session ends

    internal TrainingRun(
        RunRequest request,
        IRunStore store,
        Checkpoint? checkpoint,
        CancellationToken cancellation,
        Model? origin = null,
        RunParts? parts = null,
        RankGroup? ranks = null,
        ModelEntry? network = null)
    {
        (Request, _store, _ranks) = (request, store, ranks);
        _identity = checkpoint?.State.Run ?? RunIdentity.New();
        _history = [.. checkpoint?.State.History ?? []];
        _best = checkpoint?.Best ?? [];
        NativeRuntime.Load();
        var device = RankDevice.Of(request.Device, ranks);
        if ((request.Threads ?? ranks?.ThreadsHere) is { } threads)
            set_num_threads(threads);

        parts ??= RunParts.Product;
        var known = checkpoint?.Model ?? origin;
        var asked = known is null ? request : request with { DataOptions = request.DataOptions.For(known) };
        var data = parts.Load(asked, known?.ClassNames, cancellation);
        RegressionRules.Check(request, data.Train, ranks);
        if (origin is not null)
            FirstModel.CheckFits(origin, data.Train);
        else if (checkpoint is null)
            DataFit.Check(network ?? ModelCatalog.Find(request.Model), data.Train);
        var options = request.Options.Check(data.Train.Count);
        Data = parts.HoldBack(data, options);
        var train = Data.Train;
        cancellation.ThrowIfCancellationRequested();
        DataHashes = DataHashes.Of(train, Data.Validation, Data.Test);
        checkpoint?.State.DataHashes.RequireSame(request.Data, DataHashes);

        var normalization = known?.Normalization ?? parts.Normalize(data, Data, options.Recipe.Pixels);
        cancellation.ThrowIfCancellationRequested();
        var first = known ?? (network ?? ModelCatalog.Find(request.Model))
            .Initial(train.Shape, train.ClassNames.Count, parts.WeightSeed(options.Seed));
        RegressionRules.CheckFits(first.Architecture, train);
        _begun = FirstModel.Of(first, isKnown: known is not null, train, normalization, options.Recipe.Deskew);
        Network = new Network(_begun);
        Network.to(device);
        _train = new TensorData(train, normalization, device, _begun.Targets);
        _watched = new TensorData(Data.Validation ?? Data.Test, normalization, device, _begun.Targets);
        _loss = parts.ReportedLoss(options.Recipe, Network.Architecture.Output[0]);
        Trainer = new Trainer(Network, _train, options, parts.Trainer, ranks);
        if (checkpoint is not null)
            Continue(checkpoint);
        ResumedAt = checkpoint?.State.Step;
        _record = Describe();
        _store.RequireRoom(Trainer.Save, request.Options, isNew: ResumedAt is null);
    }

    /// <summary>What the user asked for.</summary>
    public RunRequest Request { get; }

    /// <summary>Folder of the run; empty on a rank that does not lead.</summary>
    public string Folder => _store.Path;

    /// <summary>The samples, those to learn from without the ones that are kept back.</summary>
    public DataSplit Data { get; }

    /// <summary>The network that learns.</summary>
    public Network Network { get; }

    /// <summary>What moves its weights.</summary>
    public Trainer Trainer { get; }

    /// <summary>The step this session started from, when it continues an earlier one.</summary>
    public long? ResumedAt { get; }

    /// <summary>Hashes of the samples.</summary>
    public DataHashes DataHashes { get; }

    /// <summary>Completed epochs.</summary>
    public IReadOnlyList<EpochMetrics> History => _history;

    /// <summary>The processes that train together; null for this one alone.</summary>
    public RankGroup? Ranks => _ranks;

    /// <summary>After how many steps ranks compare their weights; null for each epoch.</summary>
    public int? CompareEvery { get; set; }

    /// <summary>"validation" or "test": what the metrics of an epoch are measured on.</summary>
    public string WatchedSet => RunRules.WatchedSet(Request.Options);

    /// <summary>What has been learnt so far.</summary>
    /// <returns>The model as it is now, whatever is trained afterwards.</returns>
    public Model ToModel() => _begun with { Weights = Network.Save() };

    /// <summary>Trains until the end, an early stop, an interruption or an error.</summary>
    /// <param name="observer">Who watches.</param>
    /// <param name="interruption">Asks to stop: the current step is finished and saved.</param>
    /// <returns>The record, which is also in the folder.</returns>
    /// <exception cref="TorchBasicsException">
    /// The loss is not a number, or the disk is full; the last checkpoint is still there.
    /// </exception>
    public RunRecord Execute(ITrainingObserver observer, CancellationToken interruption = default)
    {
        try
        {
            if (ResumedAt is null)
                Save(observer); // before the record, so that whatever has a record can be continued
            _store.WriteRecord(_record);
            observer.OnStart(this);
            var status = Train(observer, interruption);
            _record = Finish(status);
        }
        catch (Exception exception)
        {
            _record = _record with { Status = RunStatus.Failed, Epochs = History, Error = exception.Message };
            TryWriteRecord();
            observer.OnEnd(this, _record);
            throw;
        }

        _store.WriteRecord(_record);
        observer.OnEnd(this, _record);
        return _record;
    }

    /// <summary>Writes a text file into the folder of the run, whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="TorchBasicsException">It could not be written, or the folder was moved, deleted or replaced.</exception>
    public void Write(string name, string text) => _store.Write(name, text);

    /// <summary>Where a file of the run lies, for those who write into it themselves.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="TorchBasicsException">The folder was moved, deleted or replaced.</exception>
    public string PathOf(string name)
    {
        _store.RequireSame();
        return Path.Combine(_store.Path, name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Trainer.Dispose();
        Network.Dispose();
        _train.Dispose();
        _watched.Dispose();
        _store.Dispose();
    }

    private RunStatus Train(ITrainingObserver observer, CancellationToken interruption)
    {
        var every = Request.Options.CheckpointEvery ?? Trainer.StepsPerEpoch;
        var watch = Stopwatch.StartNew();
        if (_ranks is not null)
            _ranks.Interruption = interruption;
        while (Trainer.StepCount < Trainer.TotalSteps)
        {
            if (EarlyStopping.IsDue(_history, Request.Options.Patience))
                return RunStatus.StoppedEarly;
            // Ranks stop after the same step, one after they have told each other.
            if (_ranks is null ? interruption.IsCancellationRequested : Trainer.ShouldStop)
            {
                Save(observer);
                return RunStatus.Interrupted;
            }

            Trainer.Step();
            observer.OnStep(this);
            if (_ranks is not null && Trainer.StepCount % (CompareEvery ?? Trainer.StepsPerEpoch) == 0)
                WeightComparison.Require(_ranks, WeightHash.Of(Network.Save()), Trainer.StepCount);
            if (Trainer.IsAtEpochEnd)
                EndEpoch(observer, watch);
            if (Trainer.StepCount % every == 0)
                Save(observer);
        }

        return RunStatus.Completed;
    }

    private void EndEpoch(ITrainingObserver observer, Stopwatch watch)
    {
        var (loss, accuracy) = Trainer.ReadMeter();
        var seconds = watch.Elapsed.TotalSeconds;
        var evaluation = Evaluator.Evaluate(Network, _watched, _loss, _ranks, kernels: Request.Options.Kernels);
        _afterLastStep = Trainer.StepCount == Trainer.TotalSteps ? evaluation : null;
        var metrics = new EpochMetrics(
            Trainer.EpochCount, Trainer.StepCount, Trainer.LearningRate, loss, accuracy, evaluation.Loss, evaluation.Accuracy,
            seconds)
        {
            Rmse = evaluation.Regression?.Rmse,
            RSquared = evaluation.Regression?.RSquared,
        };
        _history.Add(metrics);
        if (Request.Options.Patience is not null && EarlyStopping.IsBest(_history))
        {
            var best = ToModel();
            _store.WriteBest(() => best);
            _best = best.Weights;
        }

        _record = _record with { Epochs = [.. _history] };
        _store.WriteRecord(_record);
        observer.OnEpoch(this, metrics);
        watch.Restart();
    }

    private void Save(ITrainingObserver observer)
    {
        if (_store.Save(Snapshot) is { } path)
            observer.OnCheckpoint(this, path);
    }

    private Checkpoint Snapshot()
    {
        var state = Trainer.Save();
        return new(
            _begun with { Weights = state.Weights },
            new CheckpointState(_identity, Request, DataHashes, state.Step, state.Meter, [.. _history]),
            state.OptimizerArrays,
            Best: _best);
    }

    private void Continue(Checkpoint checkpoint)
    {
        Trainer.Load(checkpoint.Trainer);
        if (Request.Options.Patience is not null && _history.Count > 0)
            StateMatch.Check(Network.Architecture, _best);
    }

    private RunRecord Finish(RunStatus status)
    {
        var record = _record with { Status = status, Epochs = [.. _history], Ranks = _ranks?.Use };
        if (status == RunStatus.Interrupted)
            return record;
        if (Request.Options.Patience is not null)
        {
            Network.Load(_best);
            // whatever has become of the file since the best epoch
            _store.WriteBest(() => _begun with { Weights = _best });
        }

        var model = ToModel();
        _store.WriteModel(model);
        return record with { Test = Judge(model), WeightHash = WeightHash.Of(model.Weights) };
    }

    // Where the test set was watched, the last epoch has measured these very weights on it.
    private Evaluation Judge(Model model)
    {
        if (Data.Validation is null && _afterLastStep is { } known)
            return known;
        using var test = new TensorData(Data.Test, model.Normalization, _train.Device, model.Targets);
        return Evaluator.Evaluate(Network, test, _loss, _ranks, kernels: Request.Options.Kernels);
    }

    /// <summary>What a trainer computes with, in words.</summary>
    internal static string HardwareOf(Trainer trainer, Device device) =>
        $"{device}, {Counted.Of(get_num_threads(), "thread")}, "
        + $"{(trainer.IsFused ? $"fused kernels {KernelSupport.Kernels}" : "libtorch's kernels")}";

    private RunRecord Describe() => new()
    {
        Status = RunStatus.Running,
        Run = _identity,
        Request = Request,
        Versions = Versions.All(),
        Hardware = HardwareOf(Trainer, _train.Device),
        DataHashes = DataHashes,
        Parameters = Network.Architecture.ParameterCount,
        TotalSteps = Trainer.TotalSteps,
        WatchedSet = WatchedSet,
        Epochs = [.. _history],
    };

    private void TryWriteRecord()
    {
        try
        {
            if (_store.HasCheckpoints) // else there is nothing to continue, and the folder is free for another try
                _store.WriteRecord(_record);
        }
        catch (TorchBasicsException)
        {
            // The first error is the one to report; a full disk refuses this record too.
        }
    }

    /// <summary>Ends a run that was not executed; nothing is left of a folder that was made for it.</summary>
    internal void Abandon()
    {
        Dispose();
        _store.Abandon();
    }
}
