using System.Diagnostics;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Kernels.Plans;
using TorchBasics.Models;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;
using TorchSharp;
using static TorchSharp.torch;

namespace TorchBasics.Training.Runs;

/// <summary>
/// One run from request to model: data, network and trainer, a folder that holds what came out, checkpoints to continue
/// from, and observers that watch.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly RunFolder _folder;
    private readonly RunIdentity _identity;
    private readonly TensorData _train;
    private readonly TensorData _watched;
    private readonly Loss _loss;
    private readonly List<EpochMetrics> _history;
    private readonly Model _begun;
    private IReadOnlyList<NamedArray> _best;
    private RunRecord _record;
    private Evaluation? _afterLastStep; // on the watched set; null until an epoch of this session ends

    private TrainingRun(
        RunRequest request,
        RunFolder folder,
        Checkpoint? checkpoint,
        CancellationToken cancellation,
        Model? origin = null,
        RunParts? parts = null)
    {
        (Request, _folder) = (request, folder);
        _identity = checkpoint?.State.Run ?? RunIdentity.New();
        _history = [.. checkpoint?.State.History ?? []];
        _best = checkpoint?.Best ?? [];
        NativeRuntime.Load();
        var device = Devices.Parse(request.Device);
        if (request.Threads is { } threads)
            set_num_threads(threads);

        parts ??= RunParts.Product;
        var known = checkpoint?.Model ?? origin;
        var data = parts.Load(request, known?.ClassNames, cancellation);
        if (origin is not null)
            FirstModel.CheckFits(origin, data.Train);
        else if (checkpoint is null)
            DataFit.Check(ModelCatalog.Find(request.Model), data.Train);
        var options = request.Options.Check(data.Train.Count);
        Data = parts.HoldBack(data, options);
        var train = Data.Train;
        cancellation.ThrowIfCancellationRequested();
        DataHashes = DataHashes.Of(train, Data.Validation, Data.Test);
        checkpoint?.State.DataHashes.RequireSame(request.Data, DataHashes);

        var normalization = known?.Normalization ?? parts.Normalize(data, Data, options.Recipe.Pixels);
        cancellation.ThrowIfCancellationRequested();
        var first = known ?? ModelCatalog.Find(request.Model)
            .Initial(train.Shape, train.ClassNames.Count, parts.WeightSeed(options.Seed));
        _begun = FirstModel.Of(first, isKnown: known is not null, train, normalization);
        Network = new Network(_begun);
        Network.to(device);
        _train = new TensorData(train, normalization, device);
        _watched = new TensorData(Data.Validation ?? Data.Test, normalization, device);
        _loss = parts.ReportedLoss(options.Recipe, Network.Architecture.Output[0]);
        Trainer = new Trainer(Network, _train, options, parts.Trainer);
        if (checkpoint is not null)
            Continue(checkpoint);
        ResumedAt = checkpoint?.State.Step;
        _record = Describe();
        DiskRoom.Require(_folder, Trainer.Save(), request.Options, isNew: ResumedAt is null);
    }

    /// <summary>What the user asked for.</summary>
    public RunRequest Request { get; }

    /// <summary>Folder of the run.</summary>
    public string Folder => _folder.Path;

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

    /// <summary>"validation" or "test": what the metrics of an epoch are measured on.</summary>
    public string WatchedSet => RunRules.WatchedSet(Request.Options);

    /// <summary>Prepares a new run; nothing is trained yet, but everything that can be checked is.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="folder">A folder without a run; created if it does not exist.</param>
    /// <param name="cancellation">Ends the preparation; nothing is left of the folder if it was made for this run.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">Something asked for is unknown, missing, damaged or impossible.</exception>
    /// <exception cref="OperationCanceledException">The preparation was ended.</exception>
    public static TrainingRun Start(RunRequest request, string folder, CancellationToken cancellation = default) =>
        Start(request, folder, FileOperations.Instance, parts: null, cancellation);

    /// <summary>Prepares a new run on samples that are being read: <see cref="DataReading.Request"/> says what to do.</summary>
    /// <inheritdoc cref="Start(RunRequest, string, CancellationToken)"/>
    public static TrainingRun Start(DataReading reading, string folder, CancellationToken cancellation = default)
    {
        var parts = RunParts.Product with { Load = (_, _, stopped) => reading.Wait(stopped) };
        return Start(reading.Request, folder, FileOperations.Instance, parts, cancellation);
    }

    internal static TrainingRun Start(
        RunRequest request,
        string folder,
        IFileOperations files,
        RunParts? parts = null,
        CancellationToken cancellation = default)
    {
        _ = ModelCatalog.Find(request.Model);
        return Open(
            RunFolder.Create(folder, files),
            opened => new TrainingRun(request, opened, checkpoint: null, cancellation, parts: parts));
    }

    /// <summary>Prepares a new run that trains a network further, which may be none of the catalogue.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="folder">A folder without a run; created if it does not exist.</param>
    /// <param name="origin">
    /// The network with the weights with which it begins, and how raw values enter it, which stays so.
    /// </param>
    /// <param name="cancellation">Ends the preparation; nothing is left of the folder if it was made for this run.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">
    /// Something asked for is unknown, missing, damaged or impossible, or the samples do not fit the network.
    /// </exception>
    /// <exception cref="OperationCanceledException">The preparation was ended.</exception>
    public static TrainingRun Start(RunRequest request, string folder, Model origin, CancellationToken cancellation = default) =>
        Start(request, folder, origin, RunParts.Product, cancellation);

    /// <summary>The same with a part that may be wrong.</summary>
    internal static TrainingRun Start(
        RunRequest request, string folder, Model origin, RunParts parts, CancellationToken cancellation = default) =>
        Open(RunFolder.Create(folder), opened => new TrainingRun(request, opened, checkpoint: null, cancellation, origin, parts));

    /// <summary>Prepares to continue a run from its newest undamaged checkpoint.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="skipped">Called for each newer checkpoint that is damaged.</param>
    /// <param name="adjust">Changes what the run was started with, such as its device; null for nothing.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">
    /// There is no run or no checkpoint, the files in the folder are not all of one run, run.json is damaged or says something
    /// else than the checkpoint, or the data have changed: kind Data.
    /// </exception>
    /// <exception cref="OperationCanceledException">The preparation was ended.</exception>
    public static TrainingRun Resume(
        string folder,
        Action<TorchBasicsException> skipped,
        Func<RunRequest, RunRequest>? adjust = null,
        CancellationToken cancellation = default) =>
        Resume(folder, skipped, adjust, FileOperations.Instance, cancellation);

    internal static TrainingRun Resume(
        string folder,
        Action<TorchBasicsException> skipped,
        Func<RunRequest, RunRequest>? adjust,
        IFileOperations files,
        CancellationToken cancellation = default) =>
        Open(RunFolder.Open(folder, files), opened =>
        {
            var found = RunOwnership.Check(opened);
            opened.SetDamagedAside(found, skipped);
            var checkpoint = found.Newest.Checkpoint;
            return new TrainingRun(
                adjust?.Invoke(checkpoint.State.Request) ?? checkpoint.State.Request, opened, checkpoint, cancellation);
        });

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
            _folder.WriteRecord(_record);
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

        _folder.WriteRecord(_record);
        observer.OnEnd(this, _record);
        return _record;
    }

    /// <summary>Writes a text file into the folder of the run, whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="TorchBasicsException">It could not be written, or the folder was moved, deleted or replaced.</exception>
    public void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Where a file of the run lies, for those who write into it themselves.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="TorchBasicsException">The folder was moved, deleted or replaced.</exception>
    public string PathOf(string name)
    {
        _folder.RequireSame();
        return Path.Combine(_folder.Path, name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Trainer.Dispose();
        Network.Dispose();
        _train.Dispose();
        _watched.Dispose();
        _folder.Dispose();
    }

    private RunStatus Train(ITrainingObserver observer, CancellationToken interruption)
    {
        var every = Request.Options.CheckpointEvery ?? Trainer.StepsPerEpoch;
        var watch = Stopwatch.StartNew();
        while (Trainer.StepCount < Trainer.TotalSteps)
        {
            if (EarlyStopping.IsDue(_history, Request.Options.Patience))
                return RunStatus.StoppedEarly;
            if (interruption.IsCancellationRequested)
            {
                Save(observer);
                return RunStatus.Interrupted;
            }

            Trainer.Step();
            observer.OnStep(this);
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
        var evaluation = Evaluator.Evaluate(Network, _watched, _loss, kernels: Request.Options.Kernels);
        _afterLastStep = Trainer.StepCount == Trainer.TotalSteps ? evaluation : null;
        var metrics = new EpochMetrics(
            Trainer.EpochCount, Trainer.StepCount, Trainer.LearningRate, loss, accuracy, evaluation.Loss, evaluation.Accuracy,
            seconds);
        _history.Add(metrics);
        if (Request.Options.Patience is not null && EarlyStopping.IsBest(_history))
        {
            var best = ToModel();
            _folder.Write(_folder.BestPath, best);
            _best = best.Weights;
        }

        _record = _record with { Epochs = [.. _history] };
        _folder.WriteRecord(_record);
        observer.OnEpoch(this, metrics);
        watch.Restart();
    }

    private void Save(ITrainingObserver observer)
    {
        var path = _folder.Save(Snapshot());
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
        var record = _record with { Status = status, Epochs = [.. _history] };
        if (status == RunStatus.Interrupted)
            return record;
        if (Request.Options.Patience is not null)
        {
            Network.Load(_best);
            // whatever has become of the file since the best epoch
            _folder.Write(_folder.BestPath, _begun with { Weights = _best });
        }

        var model = ToModel();
        _folder.Write(_folder.ModelPath, model);
        return record with { Test = Judge(model), WeightHash = WeightHash.Of(model.Weights) };
    }

    // Where the test set was watched, the last epoch has measured these very weights on it.
    private Evaluation Judge(Model model)
    {
        if (Data.Validation is null && _afterLastStep is { } known)
            return known;
        using var test = new TensorData(Data.Test, model.Normalization, _train.Device);
        return Evaluator.Evaluate(Network, test, _loss, kernels: Request.Options.Kernels);
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
            if (_folder.Checkpoints.Count > 0) // else there is nothing to continue, and the folder is free for another try
                _folder.WriteRecord(_record);
        }
        catch (TorchBasicsException)
        {
            // The first error is the one to report; a full disk refuses this record too.
        }
    }

    private static TrainingRun Open(RunFolder folder, Func<RunFolder, TrainingRun> prepare)
    {
        try
        {
            return prepare(folder);
        }
        catch
        {
            folder.Abandon();
            throw;
        }
    }
}
