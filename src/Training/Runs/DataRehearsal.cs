using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;

namespace TorchBasics.Training.Runs;

/// <summary>
/// Reads or draws a little on every thread that will soon do more: while a library loads, the system makes a thread wait that
/// runs for the first time or that asks for a native function.
/// </summary>
internal static class DataRehearsal
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(50);

    /// <summary>Occupies the threads of the pool that start without delay, all at a time, for some milliseconds.</summary>
    /// <param name="request">What the user asked for.</param>
    public static void Run(RunRequest request)
    {
        var threads = Environment.ProcessorCount;
        using var met = new CountdownEvent(threads);
        Task.WaitAll([.. Enumerable.Range(0, threads).Select(_ => Task.Run(() =>
        {
            Try(request);
            met.Signal();
            met.Wait(LongEnough); // else one thread might do the work of two
        }))]);
    }

    // What is wrong is told by the reading itself.
    private static void Try(RunRequest request)
    {
        try
        {
            DataCatalog.LoadLittle(request.Data, request.DataOptions);
        }
        catch (TorchBasicsException)
        {
        }
    }
}
