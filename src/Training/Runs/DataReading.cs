using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>
/// The samples of a run that is about to begin, read or drawn by other threads while this one loads libtorch.
/// </summary>
public sealed class DataReading
{
    private readonly Task<DataSplit> _data;

    private DataReading(RunRequest request, ModelEntry? network, Task<DataSplit> data) =>
        (Request, Network, _data) = (request, network, data);

    /// <summary>What the user asked for.</summary>
    public RunRequest Request { get; }

    /// <summary>The network that begins with random weights; null for the one of the catalogue that the request names.</summary>
    internal ModelEntry? Network { get; }

    /// <summary>Begins to read.</summary>
    /// <param name="request">What the user asked for: a model of the catalogue, or one that a file describes.</param>
    /// <param name="network">What the file describes; null for a model of the catalogue.</param>
    /// <returns>The reading; what goes wrong is told to the run that waits for it.</returns>
    public static DataReading Begin(RunRequest request, ModelEntry? network = null)
    {
        // The first checkpoint waits for no compilation either.
        _ = Task.Factory.StartNew(
            () => RecordRehearsal.Run(request), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        DataRehearsal.Run(request);
        return new(request, network, Task.Run(() => Read(request)));
    }

    /// <summary>Waits for the samples.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The samples, before any is kept back.</returns>
    /// <exception cref="TorchBasicsException">They cannot be had.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    internal DataSplit Wait(CancellationToken cancellation)
    {
        Task.WaitAny([_data], cancellation);
        return _data.GetAwaiter().GetResult();
    }

    private static DataSplit Read(RunRequest request)
    {
        var data = RunSamples.Load(request);
        if (request.Options.HoldOut == 0)
            Parallel.Invoke(() => _ = data.Train.Hash, () => _ = data.Test.Hash); // the hashes that the run will ask for
        return data;
    }
}
