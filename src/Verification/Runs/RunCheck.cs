using System.Diagnostics;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Running;
using TorchBasics.Verification.Runs.Data;

namespace TorchBasics.Verification.Runs;

/// <summary>
/// Replays steps of a run that has finished or stopped, and holds each of them against the reference, from the bytes of the
/// data set on; then the figures that the run reports.
/// </summary>
/// <remarks>
/// The product's trainer is put at the beginning of the run and at each of its checkpoints and makes the run's steps again.
/// Some are followed: what the step was fed with, computed and changed is judged piece by piece, on the numbers that the step
/// itself had, so that each bound is that of one operation. Where the trainer comes to the next checkpoint, its weights must
/// be those of the checkpoint, bit by bit. The run's folder is only read.
/// </remarks>
public sealed class RunCheck
{
    private const double LongStep = 1L << 32; // multiply-adds of a batch: minutes of the reference

    private readonly RunEvidence _evidence;
    private readonly RunCheckOptions _options;
    private readonly RunParts _parts;
    private readonly DataSplit _product;
    private readonly RunOracle _oracle;
    private readonly IReadOnlyList<Leg> _legs;
    private readonly List<string> _notes = [];

    private RunCheck(RunEvidence evidence, RunCheckOptions options, RunParts parts)
    {
        (_evidence, _options, _parts) = (evidence, options, parts);
        NativeRuntime.Load();
        _notes.AddRange(evidence.Damaged.Select(damage => $"a checkpoint is left out: {damage}"));
        var request = evidence.Request;
        if (request.DataOptions.Targets is { } targets)
            throw new TorchBasicsException(
                ErrorKind.Usage,
                $"The run in {evidence.Folder} learns quantities ({string.Join(", ", targets)}); "
                + "only runs that tell classes apart are replayed. 'torchbasics check --model' with this folder holds its "
                + "network against the reference.");
        var asked = request with { DataOptions = request.DataOptions.For(Model) };
        var whole = parts.Load(asked, Model.ClassNames, CancellationToken.None);
        _product = parts.HoldBack(whole, request.Options);
        var (noted, loaded) = (evidence.Checkpoints[^1].State.DataHashes.Training, _product.Train.Hash);
        var plain = PlainData.Read(request, Model.ClassNames, request.Origin is null ? null : Model.Table);
        _oracle = new(request, plain, Model.Normalization);
        if (noted != loaded && loaded == _oracle.Data.Train.Hash())
            throw new TorchBasicsException(ErrorKind.Data, $"The data set {request.Data} is not the one that the run in "
                + $"{evidence.Folder} was computed on; a run can only be checked on the same samples.");
        _legs = RunPlan.Of(Starts(), evidence.Done, _oracle.StepsOfEpoch, options, Steps);
    }

    /// <summary>What a person should know beforehand, a line each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The network.</summary>
    public Architecture Architecture => Model.Architecture;

    /// <summary>What the run was asked for.</summary>
    public RunRequest Request => _evidence.Request;

    /// <summary>Steps that the run has done.</summary>
    public long Done => _evidence.Done;

    /// <summary>Steps that the run was to do.</summary>
    public long TotalSteps => _oracle.TotalSteps;

    /// <summary>The steps that are followed, from 1, rising.</summary>
    public IReadOnlyList<long> Followed => [.. _legs.SelectMany(leg => leg.Followed).Distinct().Order()];

    /// <summary>Steps that are computed again, followed or not.</summary>
    public long Replayed => _legs.Sum(leg => leg.End - leg.Start);

    private Model Model => _evidence.Checkpoints[^1].Model;

    // The weights that a run from a file began with; its network is that file's, but for a softmax that the loss takes itself.
    private Model? Origin => _options.Origin is { } origin ? Model with { Weights = origin.Weights } : null;

    private bool HasItsOwnKernels => _options.Kernels is null || _options.Kernels == Request.Options.Kernels;

    private int Steps => _options.Steps ?? ((double)Architecture.MultiplyAdds * _oracle.Recipe.BatchSize > LongStep ? 1 : 2);

    /// <summary>The file that a run was begun with.</summary>
    /// <param name="folder">The folder of the run.</param>
    /// <returns>The file, or the folder of another run; null for a model of the catalogue.</returns>
    /// <exception cref="TorchBasicsException">There is no run: kind Data.</exception>
    public static string? OriginOf(string folder) => RunEvidence.Read(folder).Request.Origin;

    /// <summary>Reads the folder of a run and its data set.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How much is checked.</param>
    /// <returns>The check, ready to <see cref="Run"/>.</returns>
    /// <exception cref="TorchBasicsException">
    /// There is no run, no checkpoint, or the data are missing or others: kind Data. An option makes no sense: kind Usage.
    /// </exception>
    public static RunCheck Open(string folder, RunCheckOptions options) => Open(folder, options, RunParts.Product);

    internal static RunCheck Open(string folder, RunCheckOptions options, RunParts parts)
    {
        options.Check();
        return new(RunEvidence.Read(folder), options, parts);
    }

    /// <summary>Replays and judges.</summary>
    /// <param name="versions">Versions by name, for the report.</param>
    /// <param name="observer">Told what goes on; null for nobody.</param>
    /// <param name="replayed">
    /// Told how many of the <see cref="Replayed"/> steps are done, on the calling thread; null for nobody.
    /// </param>
    /// <param name="cancellation">Ends it between two comparisons.</param>
    /// <returns>The report; a check has the name of the stage that it judges.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public CheckReport Run(
        IReadOnlyDictionary<string, string> versions,
        ICheckObserver? observer = null,
        IProgress<long>? replayed = null,
        CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        using var first = Product(_evidence.Checkpoints[0].State.Request, Origin);
        var recipe = _oracle.Recipe;
        var report = new CheckReport(new CheckHeader(versions, Request.Options.Seed, [first.Engine], [new RunHeader(
            Architecture.Name,
            Architecture.ParameterCount,
            Followed.Count,
            recipe.BatchSize,
            recipe.Optimizer,
            recipe.Loss,
            recipe.LearningRate)]));
        var done = 0L;
        void Count() => replayed?.Report(++done);
        observer?.OnEngine(Architecture.Name, first.Engine);
        foreach (var finding in Start(first).Concat(_legs.SelectMany(leg => Replay(leg, Count, cancellation))).Concat(Reported()))
        {
            cancellation.ThrowIfCancellationRequested();
            report.Add(Architecture.Name, finding);
            observer?.OnFinding(Architecture.Name, finding);
        }

        var summary = report.EndModel(Architecture.Name, clock.Elapsed);
        observer?.OnModel(summary);
        report.End(clock.Elapsed);
        return report;
    }

    // The beginning of a run from a file is known only while the file is.
    private List<long> Starts()
    {
        var kept = _evidence.Checkpoints.Select(checkpoint => checkpoint.State.Step).ToList();
        if (kept[0] == 0)
            return kept;
        if (Request.Origin is null || _options.Origin is not null)
            return [0, .. kept];
        _notes.Add($"the beginning of the run is not replayed: {Request.Origin}, which it began with, is not at hand");
        return kept;
    }

    private ProductRun Product(RunRequest request, Model? begun)
    {
        var asked =
            _options.Kernels is { } kernels ? request with { Options = request.Options with { Kernels = kernels } } : request;
        return new(asked, _product.Train, Model, begun, _parts);
    }

    private IEnumerable<Finding> Start(ProductRun product)
    {
        var (data, stage) = (_oracle.Data, Request.Options.HoldOut > 0 ? Stages.HoldOut : Stages.Data);
        yield return Of(product, Stages.Data, StartCheck.Set("test", _product.Test, data.Test));
        yield return Of(product, stage, StartCheck.Set("training", _product.Train, data.Train));
        if (data.Validation is { } validation)
            yield return Of(product, stage, StartCheck.Set("validation", _product.Validation!, validation));
        yield return Of(product, stage, StartCheck.Hash("training", _evidence.Record.DataHashes.Training, data.Train));
        if (data.Validation is { } heldBack)
            yield return Of(
                product,
                Stages.HoldOut,
                StartCheck.Hash("validation", _evidence.Record.DataHashes.HoldOut ?? "(none)", heldBack));
        yield return Of(product, Stages.Data, StartCheck.Hash("test", _evidence.Record.DataHashes.Test, data.Test));
        yield return Of(product, Stages.Order, Finder.Same(RunPlaces.Figure("steps"), _evidence.Record.TotalSteps, TotalSteps));
        if (Request.Origin is null)
            foreach (var deviation in StartCheck.Normalization(_oracle, Model.Normalization))
                yield return Of(product, Stages.Normalization, deviation);
        foreach (var deviation in InitialWeightsOf(product))
            yield return Of(product, Stages.InitialWeights, deviation);
    }

    private IEnumerable<Checks.Deviation> InitialWeightsOf(ProductRun product)
    {
        IReadOnlyList<Tensor<Float64>>? expected = Request.Origin is null
            ? InitialWeights.Draw(Architecture, Request.Options.Seed)
            : _options.Origin is { } origin ? [.. origin.Weights.Select(RunSpecs.ToReference)] : null;
        if (expected is null)
            yield break;
        var kept = _evidence.Checkpoints[0] is { State.Step: 0 } beginning ? beginning.Model.Weights : [];
        foreach (var weights in new[] { product.Network.Save(), kept }.Where(weights => weights.Count > 0))
            foreach (var deviation in StartCheck.Weights(Architecture, weights, expected))
                yield return deviation;
    }

    private IEnumerable<Finding> Replay(Leg leg, Action stepped, CancellationToken cancellation)
    {
        var (start, end) = (CheckpointAt(leg.Start), CheckpointAt(leg.End));
        var request = (_evidence.Checkpoints.FirstOrDefault(checkpoint => checkpoint.State.Step > leg.Start)
            ?? _evidence.Checkpoints[^1]).State.Request;
        using var product = Product(request, start?.Model ?? Origin);
        if (start is not null)
            product.Trainer.Load(start.Trainer);
        var check = new StepCheck(_oracle, Architecture);
        while (product.Trainer.StepCount < leg.End)
        {
            cancellation.ThrowIfCancellationRequested();
            var number = product.Trainer.StepCount + 1;
            if (leg.Followed.Contains(number))
            {
                var (count, seed) = (_oracle.Batch(number).Samples.Length, _oracle.DropoutSeed(number));
                var step = product.Watch(seed);
                foreach (var (stage, deviation) in check.Check(step, product.Masks(count, seed)))
                    yield return Of(product, stage, deviation, number);
            }
            else
            {
                product.Trainer.Step();
            }

            stepped();

            if (product.Trainer.IsAtEpochEnd
                && _evidence.Record.Epochs.FirstOrDefault(epoch => epoch.Step == number) is { } metrics)
                foreach (var deviation in Epoch(product, metrics))
                    yield return Of(product, Stages.Reported, deviation, number);
        }

        if (end is not null && HasSameBits(product, end.State.Request))
            foreach (var deviation in CheckpointCheck.Compare(product.Trainer.Save(), end.Trainer))
                yield return Of(product, Stages.Checkpoint, deviation, leg.End);
    }

    private Checkpoint? CheckpointAt(long step) =>
        _evidence.Checkpoints.FirstOrDefault(checkpoint => checkpoint.State.Step == step);

    // Another processor, library or number of threads may round otherwise; both may be right.
    private bool HasSameBits(ProductRun product, RunRequest request)
    {
        if (HasItsOwnKernels && product.Hardware == _evidence.Record.Hardware && request.Threads == Request.Threads
            && SameVersions())
            return true;
        var note = $"the weights of the checkpoints are not compared: the run was computed on {_evidence.Record.Hardware}, "
            + $"here it is {product.Hardware}{(SameVersions() ? "" : ", with other versions")}";
        if (!_notes.Contains(note))
            _notes.Add(note);
        return false;
    }

    private bool SameVersions() =>
        Versions.All().All(version => _evidence.Record.Versions.GetValueOrDefault(version.Key) == version.Value);

    private IEnumerable<Checks.Deviation> Epoch(ProductRun product, EpochMetrics metrics)
    {
        var name = $"epoch {metrics.Epoch}";
        if (!HasSameBits(product, Request))
            yield break;
        var (loss, accuracy) = product.Trainer.ReadMeter();
        yield return Finder.Same(RunPlaces.Figure($"{name} training loss"), metrics.TrainLoss, loss);
        yield return Finder.Same(RunPlaces.Figure($"{name} training accuracy"), metrics.TrainAccuracy, accuracy);
        var figures = new FigureCheck(name, _oracle.Data.Watched, product.Answer(_product.Validation ?? _product.Test));
        yield return figures.Loss(metrics.Loss, _oracle.Recipe.Loss, AveragedBy(product));
        yield return figures.Accuracy(metrics.Accuracy);
    }

    private static int AveragedBy(ProductRun product) => product.IsEvaluationFused ? 1 : FigureCheck.LibtorchBatch;

    private IEnumerable<Finding> Reported()
    {
        using var product = Product(Request, _evidence.Model is { } finished ? Model with { Weights = finished.Weights } : Model);
        foreach (var deviation in HistoryCheck.Check(_evidence, _oracle))
            yield return Of(
                product,
                deviation.Place.Quantity.EndsWith(" rate", StringComparison.Ordinal) ? Stages.Rate : Stages.Reported,
                deviation);
        if (_evidence.Model is not { } model)
            yield break;

        foreach (var deviation in CheckpointCheck.Model(_evidence, product.Network.Hash()))
            yield return Of(product, Stages.Checkpoint, deviation);
        if (_evidence.Record.Test is not { } test)
            yield break;
        var figures = new FigureCheck("test", _oracle.Data.Test, product.Answer(_product.Test));
        var weights = LayerArrays.Split<Tensor<Float64>>(Architecture.Layers, [.. model.Weights.Select(RunSpecs.ToReference)]);
        if (figures.Outputs(_oracle, Architecture, weights) is { } outputs)
            yield return Of(product, Stages.Outputs, outputs);
        if (!HasSameBits(product, Request))
            yield break;
        yield return Of(product, Stages.Reported, figures.Loss(test.Loss, _oracle.Recipe.Loss, AveragedBy(product)));
        yield return Of(product, Stages.Reported, figures.Accuracy(test.Accuracy));
        foreach (var deviation in figures.Confusion(test.Confusion))
            yield return Of(product, Stages.Reported, deviation);
    }

    private static Finding Of(ProductRun product, string stage, Checks.Deviation deviation, long? step = null) =>
        new(product.Engine, stage, step is { } number ? checked((int)number) : null, deviation);
}
