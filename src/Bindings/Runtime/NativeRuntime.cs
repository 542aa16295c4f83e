using TorchBasics.Bindings.Hosts;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Proving;
using TorchBasics.Bindings.Stable;
using TorchBasics.Core.Errors;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Bindings.Runtime;

/// <summary>
/// Finds and loads libtorch and TorchSharp's native part before TorchSharp looks for them itself, so that a failure
/// is explained instead of ending in a TypeInitializationException.
/// </summary>
/// <remarks>
/// Order of search: the folder asked for (argument, then TORCHBASICS_LIBTORCH), the program's own folder, the NuGet
/// package folder. A folder that was asked for is used or refused, never passed over. The first success holds for
/// the life of the process: libtorch cannot be unloaded.
/// </remarks>
public static class NativeRuntime
{
    private static readonly Lock Gate = new();
    private static readonly Lazy<StableInterface> Offered = new(() => new StableInterface(Ensure(null)["torch_cpu"].Handle));
    private static volatile LoadedLibraries? _proven;
    private static LoadedLibraries? _loaded;
    private static TorchBasicsException? _failure;

    /// <summary>What the loaded libtorch offers of its stable C interface; libtorch is loaded where it is not yet.</summary>
    /// <exception cref="TorchBasicsException">libtorch cannot be loaded: kind NativeRuntime.</exception>
    public static StableInterface StableInterface => Offered.Value;

    /// <summary>
    /// Loads the libraries and proves what they compute, or does nothing when that was done. Safe to call from any thread.
    /// </summary>
    /// <param name="directory">
    /// A folder with libtorch (torch/lib of a Python installation is one); null for the usual search.
    /// </param>
    /// <param name="oneDnn">Whether libtorch computes with oneDNN; null for what TORCHBASICS_ONEDNN says, else Auto.</param>
    /// <returns>What was loaded and what it can do.</returns>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.NativeRuntime"/>: not found, refused by the system's loader (with its reason), of
    /// another version, or already in use from another folder or with another wish for oneDNN.
    /// </exception>
    public static NativeRuntimeInfo Load(string? directory = null, OneDnnUse? oneDnn = null) =>
        Load(directory, oneDnn, () => { });

    /// <summary>The same, for a program that has something else to do while the libraries load.</summary>
    /// <param name="directory">A folder with libtorch, or null.</param>
    /// <param name="oneDnn">Whether libtorch computes with oneDNN, or null.</param>
    /// <param name="settled">
    /// Called once before the libraries load, when other threads may start: the load of the machine has been measured, which
    /// they would add to, and the environment is set that libtorch reads. Not called when the libraries are not found. The
    /// loader of the system does one thing at a time: whoever asks it for a native function waits until libtorch is loaded, and
    /// so does a thread that runs for the first time. It should return when what it has begun is past that.
    /// </param>
    /// <returns>What was loaded and what it can do.</returns>
    /// <exception cref="TorchBasicsException">As above: kind <see cref="ErrorKind.NativeRuntime"/>.</exception>
    public static NativeRuntimeInfo Load(string? directory, OneDnnUse? oneDnn, Action settled)
    {
        ArgumentNullException.ThrowIfNull(settled);
        var isSettled = false;
        var loaded = Ensure(directory, oneDnn, Settle);
        if (!isSettled)
            settled();
        return RuntimeReport.Describe(loaded);

        void Settle()
        {
            isSettled = true;
            // Asked for at the end; no tensor is needed for it. A thread of its own leaves the pool's to the caller.
            _ = Task.Factory.StartNew(
                () => ProvenKernels.Current, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            settled();
        }
    }

    /// <summary>Refuses to compute with operators of libtorch that are known to be wrong on this host.</summary>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.NativeRuntime"/>, with the first wrong number.
    /// </exception>
    public static void RequireProvenOperators()
    {
        if (Ensure(null).Proof is { State: ProofState.Refused } proof)
            throw new TorchBasicsException(ErrorKind.NativeRuntime, WrongOperators.Refusal(proof));
    }

    /// <summary>Loads without touching TorchSharp, whose static constructor may be what is waiting for this.</summary>
    internal static LoadedLibraries Ensure(string? directory, OneDnnUse? oneDnn = null, Action? settled = null)
    {
        if (directory is null && oneDnn is null && _proven is { } ready)
            return ready;
        lock (Gate)
        {
            if (_loaded is not null) // what the proof itself meets, which runs within this lock
                return Same(_loaded, directory, oneDnn);
            if (_failure is not null)
                throw new TorchBasicsException(ErrorKind.NativeRuntime, _failure.Message, _failure);
            var use = oneDnn ?? OneDnnWish.OfEnvironment();
            var (libtorch, torchSharp) = new LibrarySearch().Find(directory);
            try
            {
                if (OperatingSystem.IsLinux())
                    ThreadWaiting.Choose();
                settled?.Invoke();
                _loaded = LibraryLoader.Load(libtorch, torchSharp) with { OneDnn = use };
                return _proven = _loaded = _loaded with { Proof = LibtorchProver.Prove(_loaded) };
            }
            catch (Exception error) when (error is TorchBasicsException or IOException or UnauthorizedAccessException)
            {
                // Parts of libtorch may stay in the process; trying again with others would mix the two.
                _failure = error is TorchBasicsException { Kind: ErrorKind.NativeRuntime } known
                    ? known
                    : new TorchBasicsException(ErrorKind.NativeRuntime, $"{torchSharp} cannot be used: {error.Message}", error);
                throw _failure;
            }
        }
    }

    private static LoadedLibraries Same(LoadedLibraries loaded, string? directory, OneDnnUse? oneDnn)
    {
        if (directory is not null && !LibrarySearch.FoldersIn(directory).Contains(loaded.Directory))
        {
            throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"libtorch is already loaded from {loaded.Directory}; {directory} was asked for too late. "
                + "Name the folder before the first tensor is made.");
        }

        return oneDnn is null || oneDnn == loaded.OneDnn
            ? loaded
            : throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"libtorch is already loaded with oneDNN {OneDnnWish.Word(loaded.OneDnn)}; "
                + $"{OneDnnWish.Word(oneDnn.Value)} was asked for "
                + "too late. Say so before the first tensor is made.");
    }
}
