using TorchBasics.Core;

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
    private static volatile LoadedLibraries? _loaded;
    private static TorchBasicsException? _failure;

    /// <summary>Loads the libraries, or does nothing when they are loaded. Safe to call from any thread.</summary>
    /// <param name="directory">A folder with libtorch (torch/lib of a Python installation is one); null for the usual search.</param>
    /// <returns>What was loaded and what it can do.</returns>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.NativeRuntime"/>: not found, refused by the system's loader (with its reason), of
    /// another version, or another folder is already in use.
    /// </exception>
    public static NativeRuntimeInfo Load(string? directory = null) => RuntimeReport.Describe(Ensure(directory));

    /// <summary>Loads without touching TorchSharp, whose static constructor may be what is waiting for this.</summary>
    internal static LoadedLibraries Ensure(string? directory)
    {
        if (directory is null && _loaded is { } ready)
            return ready;
        lock (Gate)
        {
            if (_loaded is not null)
                return SameDirectory(_loaded, directory);
            if (_failure is not null)
                throw new TorchBasicsException(ErrorKind.NativeRuntime, _failure.Message, _failure);
            var (libtorch, torchSharp) = new LibrarySearch().Find(directory);
            try
            {
                return _loaded = LibraryLoader.Load(libtorch, torchSharp);
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

    private static LoadedLibraries SameDirectory(LoadedLibraries loaded, string? directory) =>
        directory is null || LibrarySearch.FoldersIn(directory).Contains(loaded.Directory)
            ? loaded
            : throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"libtorch is already loaded from {loaded.Directory}; {directory} was asked for too late. "
                + "Name the folder before the first tensor is made.");
}
