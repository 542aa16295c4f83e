using System.Diagnostics;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Models;
using TorchBasics.Models.Fused;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using TorchBasics.Training.Metrics;
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
    private readonly TensorData _train;
    private readonly TensorData _watched;
    private readonly Loss _loss;
    private readonly List<EpochMetrics> _history;
    private RunRecord _record;

    private TrainingRun(RunRequest request, RunFolder folder, Checkpoint? checkpoint, (ModelInfo Info, IReadOnlyList<NamedArray> Weights)? origin = null)
    {
        (Request, _folder) = (request, folder);
        _history = [.. checkpoint?.State.History ?? []];
        NativeRuntime.Load();
        var device = Devices.Parse(request.Device);
        if (request.Threads is { } threads)
            set_num_threads(threads);

        var known = checkpoint?.Info ?? origin?.Info;
        var data = DataCatalog.Load(request.Data, request.DataOptions, known?.ClassNames);
        if (origin is not null)
            CheckFits(origin.Value.Info.Architecture, data.Train);
        var options = request.Options.Check(data.Train.Count);
        Data = data.HoldBack(options.HoldOut, options.Seed);
        var train = Data.Train;
        if (checkpoint is not null && checkpoint.State.DataHash != train.Hash)
            throw new TorchBasicsException(ErrorKind.Data, $"The data set {request.Data} is not the one this run started with; a run can only continue on the same samples.");

        var normalization = known?.Normalization ?? Data.DefaultNormalization(options.Recipe.Pixels);
        Network = known is null
            ? ModelCatalog.Find(request.Model).Build(train.Shape, train.ClassNames.Count, options.Seed)
            : new DescribedNetwork(known.Architecture, options.Seed);
        if (origin is not null)
            Network.Load(origin.Value.Weights);
        Network.to(device);
        Info = new ModelInfo(Network.Architecture, normalization, ClassNames(known, train), train.Name, Versions.TorchBasics);
        _train = new TensorData(train, normalization, device);
        _watched = new TensorData(Data.Validation ?? Data.Test, normalization, device);
        _loss = Loss.Create(options.Recipe.Loss, labelSmoothing: 0, Network.Architecture.Output[0]);
        Trainer = new Trainer(Network, _train, options);
        if (checkpoint is not null)
            Trainer.Load(checkpoint.Trainer);
        ResumedAt = checkpoint?.State.Step;
        _record = folder.ReadRecord() ?? Describe();
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

    /// <summary>What the model file will say.</summary>
    public ModelInfo Info { get; }

    /// <summary>The step this session started from, when it continues an earlier one.</summary>
    public long? ResumedAt { get; }

    /// <summary>Completed epochs.</summary>
    public IReadOnlyList<EpochMetrics> History => _history;

    /// <summary>"validation" or "test": what the metrics of an epoch are measured on.</summary>
    public string WatchedSet => Request.Options.HoldOut > 0 ? "validation" : "test";

    /// <summary>Prepares a new run; nothing is trained yet, but everything that can be checked is.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="folder">A folder without a run; created if it does not exist.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">Something asked for is unknown, missing, damaged or impossible.</exception>
    public static TrainingRun Start(RunRequest request, string folder)
    {
        _ = ModelCatalog.Find(request.Model);
        return Open(RunFolder.Create(folder), opened => new TrainingRun(request, opened, checkpoint: null));
    }

    /// <summary>Prepares a new run that trains a network further, which may be none of the catalogue.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="folder">A folder without a run; created if it does not exist.</param>
    /// <param name="info">The network, and how raw values enter it, which stays so.</param>
    /// <param name="weights">The weights with which it begins: every array of the network.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">Something asked for is unknown, missing, damaged or impossible, or the samples do not fit the network.</exception>
    public static TrainingRun Start(RunRequest request, string folder, ModelInfo info, IReadOnlyList<NamedArray> weights)
    {
        StateMatch.Check(info.Architecture, weights);
        return Open(RunFolder.Create(folder), opened => new TrainingRun(request, opened, checkpoint: null, (info, weights)));
    }

    /// <summary>Prepares to continue a run from its newest undamaged checkpoint.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <param name="skipped">Called for each newer checkpoint that is damaged.</param>
    /// <param name="adjust">Changes what the run was started with, such as its device; null for nothing.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">There is no run, no checkpoint, or the data have changed.</exception>
    public static TrainingRun Resume(string folder, Action<MalformedFileException> skipped, Func<RunRequest, RunRequest>? adjust = null) => Open(RunFolder.Open(folder), opened =>
    {
        var (checkpoint, _) = opened.Checkpoints.Latest(skipped);
        return new TrainingRun(adjust?.Invoke(checkpoint.State.Request) ?? checkpoint.State.Request, opened, checkpoint);
    });

    /// <summary>Trains until the end, an early stop, an interruption or an error.</summary>
    /// <param name="observer">Who watches.</param>
    /// <param name="interruption">Asks to stop: the current step is finished and saved.</param>
    /// <returns>The record, which is also in the folder.</returns>
    /// <exception cref="TorchBasicsException">The loss is not a number, or the disk is full; the last checkpoint is still there.</exception>
    public RunRecord Execute(ITrainingObserver observer, CancellationToken interruption = default)
    {
        try
        {
            if (ResumedAt is null)
                _folder.RequireRoom(Save(observer)); // before the record, so that whatever has a record can be continued
            _folder.WriteRecord(_record with { Status = RunStatus.Running, Error = null });
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

    /// <inheritdoc/>
    public void Dispose()
    {
        Trainer.Dispose();
        Network.Dispose();
        _train.Dispose();
        _watched.Dispose();
        _folder.Dispose();
    }

    private static void CheckFits(Architecture architecture, SampleSet train)
    {
        var classes = ModelInfo.ClassCount(architecture);
        if (!architecture.Input.Equals(train.Shape) || classes != train.ClassNames.Count)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"{architecture.Name} takes samples {architecture.Input} of {classes} classes; {train.Name} has samples {train.Shape} of {train.ClassNames.Count}. --data names another data set.");
    }

    // A network that numbers its classes learns what they are called.
    private static IReadOnlyList<string> ClassNames(ModelInfo? known, SampleSet train) =>
        known is null || known.ClassNames.SequenceEqual(ModelInfo.NumberedClasses(known.Architecture)) ? train.ClassNames : known.ClassNames;

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
        var metrics = new EpochMetrics(
            Trainer.EpochCount, Trainer.StepCount, Trainer.LearningRate, loss, accuracy, evaluation.Loss, evaluation.Accuracy, seconds);
        _history.Add(metrics);
        if (Request.Options.Patience is not null && EarlyStopping.IsBest(_history))
            ModelFile.Write(_folder.BestPath, Info, Network.Save());
        _record = _record with { Status = RunStatus.Running, Epochs = [.. _history] };
        _folder.WriteRecord(_record);
        observer.OnEpoch(this, metrics);
        watch.Restart();
    }

    private long Save(ITrainingObserver observer)
    {
        var state = Trainer.Save();
        var path = _folder.Checkpoints.Save(new Checkpoint(
            Info,
            new CheckpointState(Request, _train.Source.Hash, state.Step, state.Meter, [.. _history]),
            state.Weights,
            state.OptimizerArrays));
        observer.OnCheckpoint(this, path);
        return new FileInfo(path).Length;
    }

    private RunRecord Finish(RunStatus status)
    {
        var record = _record with { Status = status, Epochs = [.. _history] };
        if (status == RunStatus.Interrupted)
            return record;
        if (Request.Options.Patience is not null && File.Exists(_folder.BestPath))
            Network.Load(ModelFile.Read(_folder.BestPath).Weights);
        ModelFile.Write(_folder.ModelPath, Info, Network.Save());
        using var test = new TensorData(Data.Test, Info.Normalization, _train.Device);
        return record with { Test = Evaluator.Evaluate(Network, test, _loss, kernels: Request.Options.Kernels), WeightHash = Network.Hash() };
    }

    private RunRecord Describe() => new()
    {
        Status = RunStatus.Running,
        Request = Request,
        Started = DateTimeOffset.UtcNow,
        Versions = Versions.All(),
        Hardware = $"{_train.Device}, {get_num_threads()} threads, {(Trainer.IsFused ? $"fused kernels {FusedSupport.Kernels}" : "libtorch's kernels")}",
        TrainingDataHash = _train.Source.Hash,
        TestDataHash = Data.Test.Hash,
        Parameters = Network.Architecture.ParameterCount,
        TotalSteps = Trainer.TotalSteps,
        WatchedSet = WatchedSet,
    };

    private void TryWriteRecord()
    {
        try
        {
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
