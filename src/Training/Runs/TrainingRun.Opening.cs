using TorchBasics.Core;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <content>How runs begin and go on.</content>
public sealed partial class TrainingRun
{
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
        var network = reading.Network ?? ModelCatalog.Find(reading.Request.Model);
        return Open(
            RunFolder.Create(folder),
            opened => new TrainingRun(
                reading.Request, opened, checkpoint: null, cancellation, parts: parts, network: network));
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

    /// <summary>Prepares a new run of a model of the catalogue of which nothing is written.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">Something asked for is unknown, missing, damaged or impossible.</exception>
    /// <exception cref="OperationCanceledException">The preparation was ended.</exception>
    public static TrainingRun StartUnstored(RunRequest request, CancellationToken cancellation = default) =>
        Open(new NoStore(), store => new TrainingRun(request, store, checkpoint: null, cancellation));

    /// <summary>Prepares a new run of which nothing is written: who executes it gets its record, and its network.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="origin">The network with the weights with which it begins, and how raw values enter it.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">
    /// Something asked for is unknown, missing, damaged or impossible, or the samples do not fit the network.
    /// </exception>
    /// <exception cref="OperationCanceledException">The preparation was ended.</exception>
    public static TrainingRun StartUnstored(RunRequest request, Model origin, CancellationToken cancellation = default) =>
        Open(new NoStore(), store => new TrainingRun(request, store, checkpoint: null, cancellation, origin));

    /// <summary>Prepares a new run of which nothing is written, on samples at hand.</summary>
    /// <param name="request">What to do; its data are a name alone.</param>
    /// <param name="origin">The network with the weights with which it begins, and how raw values enter it.</param>
    /// <param name="data">The samples; deskewed where the recipe says so.</param>
    /// <param name="cancellation">Ends the preparation.</param>
    /// <returns>The run, ready to <see cref="Execute"/>.</returns>
    /// <exception cref="TorchBasicsException">
    /// Something asked for is unknown or impossible, or the samples do not fit the network.
    /// </exception>
    /// <exception cref="OperationCanceledException">The preparation was ended.</exception>
    public static TrainingRun StartUnstored(
        RunRequest request, Model origin, DataSplit data, CancellationToken cancellation = default) =>
        Open(new NoStore(), store => new TrainingRun(
            request, store, checkpoint: null, cancellation, origin, RunParts.Product with { Load = (_, _, _) => data }));

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
        CancellationToken cancellation = default)
    {
        using var found = OpenedRun.Open(folder, skipped, files);
        var checkpoint = found.Checkpoint;
        return Open(found.Take(), store => new TrainingRun(
            adjust?.Invoke(checkpoint.State.Request) ?? checkpoint.State.Request, store, checkpoint, cancellation));
    }

    /// <summary>Prepares a run on a store, which is left as it was found where that fails.</summary>
    internal static TrainingRun Open(IRunStore store, Func<IRunStore, TrainingRun> prepare)
    {
        try
        {
            return prepare(store);
        }
        catch
        {
            store.Abandon();
            throw;
        }
    }
}
