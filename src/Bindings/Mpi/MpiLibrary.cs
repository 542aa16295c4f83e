using TorchBasics.Bindings.Libraries;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Mpi;

/// <summary>A library of MPI that was found and loaded, and not started yet.</summary>
public sealed class MpiLibrary
{
    private static int _starts;

    private readonly MpiLaunch? _launch;

    private MpiLibrary(LibraryHandle handle, string name, MpiLaunch? launch)
    {
        _launch = launch;
        Path = (OperatingSystem.IsLinux() ? handle.FilePath() : null) ?? name;
        Functions = new MpiFunctions(Export);
        Family = FamilyOf(handle, Path);
        Constants = MpiConstants.Of(Family, Export);
        Version = Functions.VersionText();

        nint Export(string function) => handle.Export(function) ?? throw new TorchBasicsException(
            ErrorKind.NativeRuntime, $"{Path} is no library of MPI that can be used: it lacks {function}");
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its binary interface.</summary>
    public MpiFamily Family { get; }

    /// <summary>What the library calls itself, with its version: the first line of MPI_Get_library_version.</summary>
    public string Version { get; }

    /// <summary>The first part of <see cref="Version"/>, for messages.</summary>
    internal string Name => Version.Split(',')[0];

    /// <summary>The functions.</summary>
    internal MpiFunctions Functions { get; }

    /// <summary>The constants of its family.</summary>
    internal MpiConstants Constants { get; }

    /// <summary>
    /// Finds and loads a library: the one that TORCHBASICS_MPI names, or else one that belongs to the launcher, or else any.
    /// </summary>
    /// <param name="launch">What started this process; null for any library.</param>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.NativeRuntime"/>: there is none; says what was tried, why each failed, and what to do.
    /// </exception>
    public static MpiLibrary Load(MpiLaunch? launch)
    {
        LeaveEndingToUs();
        return new MpiSearch(launch).Find(Environment.GetEnvironmentVariable(MpiSearch.Variable));
    }

    /// <summary>Starts MPI, which is possible once in a process.</summary>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.NativeRuntime"/>: the library does not start, or does not know the launcher.
    /// </exception>
    /// <exception cref="InvalidOperationException">MPI was started before.</exception>
    public MpiWorld Start()
    {
        if (Interlocked.Exchange(ref _starts, 1) != 0)
            throw new InvalidOperationException("MPI was started before in this process, which it allows once.");
        return MpiWorld.Start(this, _launch);
    }

    /// <summary>Finds everything in an open library.</summary>
    /// <exception cref="TorchBasicsException">Something is missing.</exception>
    internal static MpiLibrary Examine(LibraryHandle handle, string name, MpiLaunch? launch) => new(handle, name, launch);

    /// <summary>Whether a launcher talks to this library.</summary>
    internal bool Suits(MpiLaunch? launch) =>
        launch?.Family is not { } wanted
        || wanted == (Family != MpiFamily.StandardAbi ? Family
            : Version.Contains("Open MPI", StringComparison.Ordinal) ? MpiFamily.OpenMpi : MpiFamily.Mpich);

    /// <summary>
    /// Leaves the library open as long as the process lives, since what it registers with the system would outlive its code,
    /// and lets its own plug-ins see it, which Open MPI's do not load without.
    /// </summary>
    internal void Keep() => LibraryHandle.OpenForAll(Path).SetHandleAsInvalid();

    // A library of the standard's interface may stand on one that exports the other family's objects: its name comes first.
    private static unsafe MpiFamily FamilyOf(LibraryHandle handle, string path)
    {
        if (System.IO.Path.GetFileName(path).StartsWith("libmpi_abi", StringComparison.Ordinal))
            return MpiFamily.StandardAbi;
        if (handle.Export("ompi_mpi_comm_world") is not null)
            return MpiFamily.OpenMpi;
        // Since MPI 5.0 each library has the function, and those of another interface answer -1.
        int major = -1, minor;
        if (handle.Export("MPI_Abi_get_version") is { } ask)
            _ = ((delegate* unmanaged<int*, int*, int>)ask)(&major, &minor);
        return major > 0 ? MpiFamily.StandardAbi : MpiFamily.Mpich;
    }

    /// <summary>
    /// Keeps the libraries from ending the process, and from not ending it: what they read, some as they are loaded.
    /// </summary>
    private static void LeaveEndingToUs()
    {
        // .NET makes NullReferenceException out of SIGSEGV; these would print where it was, and end.
        NativeEnvironment.SetDefault("UCX_ERROR_SIGNALS", "");
        // A peer that dies while its memory is read would make UCX end this process, with a backtrace for the user.
        NativeEnvironment.SetDefault("UCX_TLS", "^cma");
        // What is put into a peer's memory by TCP must be confirmed by it at the end, where MPICH before 4.2 has it sit in a
        // barrier that confirms nothing: MPI_Finalize hangs (pmodels/mpich, pull request 6596). What it fetches needs none.
        NativeEnvironment.SetDefault("UCX_RNDV_SCHEME", "get_zcopy");
        NativeEnvironment.SetDefault("UCX_HANDLE_ERRORS", "none");
        NativeEnvironment.SetDefault("OMPI_MCA_opal_signal", "");
        // A failure of MPI_Init comes back from Open MPI 5; before, and from MPICH, it is a message and an exit.
        NativeEnvironment.SetDefault("OMPI_MCA_mpi_initial_errhandler", "mpi_errors_return");
    }
}
