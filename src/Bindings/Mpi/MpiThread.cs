using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Mpi;

/// <summary>
/// The thread that starts and ends MPI, which both must be done by the same one. It is nobody's, so that nobody has to wait
/// for it longer than he wants to, and it does not keep the process alive.
/// </summary>
internal sealed unsafe class MpiThread
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5); // thousands of processes take minutes

    private readonly MpiFunctions _functions;
    private readonly TaskCompletionSource _isStarted = new(), _mayEnd = new(), _isEnded = new();
    private readonly int _required;
    private int _code, _provided;

    private MpiThread(MpiLibrary library)
    {
        _functions = library.Functions;
        _required = library.Constants.Serialized;
        new Thread(Run) { IsBackground = true, Name = "MPI" }.Start();
    }

    /// <summary>Starts MPI.</summary>
    /// <exception cref="TorchBasicsException">It does not start.</exception>
    public static MpiThread Start(MpiLibrary library)
    {
        var thread = new MpiThread(library);
        var failure = thread.Failure();
        return failure is null
            ? thread
            : throw new TorchBasicsException(
                ErrorKind.NativeRuntime, $"{library.Name} ({library.Path}) cannot be used: {failure}.");
    }

    /// <summary>Ends MPI.</summary>
    /// <returns>Whether that was done in time.</returns>
    public bool End(TimeSpan limit)
    {
        _ = _mayEnd.TrySetResult();
        return _isEnded.Task.Wait(limit);
    }

    private string? Failure() =>
        !_isStarted.Task.Wait(StartLimit) ? $"MPI_Init_thread has not returned within {StartLimit.TotalSeconds} s"
        : _code != MpiConstants.Success ? $"MPI_Init_thread failed: {_functions.TextOf(_code)}"
        : _provided < _required ? "it must be called by one thread only"
        : null;

    private void Run()
    {
        int provided;
        _code = _functions.Start(0, 0, _required, &provided);
        _provided = provided;
        _ = _isStarted.TrySetResult();
        if (_code != MpiConstants.Success)
            return;
        _mayEnd.Task.Wait();
        _ = _functions.Finish();
        _ = _isEnded.TrySetResult();
    }
}
