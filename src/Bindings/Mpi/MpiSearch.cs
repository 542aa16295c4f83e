using TorchBasics.Bindings.Libraries;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Mpi;

/// <summary>Finds a library of MPI that fits what started this process.</summary>
/// <param name="launch">What did; null where nothing did, and every library fits.</param>
internal sealed class MpiSearch(MpiLaunch? launch)
{
    /// <summary>Environment variable that names a library.</summary>
    public const string Variable = "TORCHBASICS_MPI";

    private readonly List<string> _absent = [], _failures = [];

    /// <summary>The names by which the system may find a library, the likeliest first.</summary>
    /// <remarks>
    /// A library of another family than the launcher's would start, and be alone in its world: it is not even opened. The
    /// standard's interface may be anybody's.
    /// </remarks>
    public IEnumerable<string> Names => launch?.Family switch
    {
        MpiFamily.OpenMpi => [.. OpenMpi, .. StandardAbi],
        MpiFamily.Mpich => [.. Mpich, .. StandardAbi],
        MpiFamily.StandardAbi or null => [.. StandardAbi, .. OpenMpi, .. Mpich],
    };

    private static string[] StandardAbi =>
        OperatingSystem.IsMacOS() ? ["libmpi_abi.0.dylib", "libmpi_abi.dylib"] : ["libmpi_abi.so.0", "libmpi_abi.so"];

    private static string[] OpenMpi =>
        OperatingSystem.IsMacOS() ? ["libmpi.40.dylib", "libmpi.dylib"] : ["libmpi.so.40", "libmpi.so"];

    // Debian's name, then that of the interface that Intel, Cray and MVAPICH share with it.
    private static string[] Mpich =>
        OperatingSystem.IsMacOS() ? ["libmpi.12.dylib", "libmpi.dylib"] : ["libmpich.so.12", "libmpi.so.12", "libmpi.so"];

    /// <summary>Opens a library.</summary>
    /// <param name="named">The only one to try; null for the usual names.</param>
    /// <exception cref="TorchBasicsException">None can be used; says what was tried, and why each failed.</exception>
    public MpiLibrary Find(string? named)
    {
        if (OperatingSystem.IsWindows())
            throw new TorchBasicsException(ErrorKind.NativeRuntime, "MPI is not supported on Windows.");
        return Find(named is { Length: > 0 } ? [named] : Names, named is { Length: > 0 });
    }

    /// <summary>Opens the first library that can be used.</summary>
    /// <param name="names">Paths, or names for the system to find.</param>
    /// <param name="isChosen">Whether the user named it, who may know better which launcher it belongs to.</param>
    internal MpiLibrary Find(IEnumerable<string> names, bool isChosen)
    {
        foreach (var name in names)
        {
            if (Try(name, isChosen) is { } library)
                return library;
        }

        if (_absent.Count > 0)
            _failures.Insert(0, $"the system has no {string.Join(", ", _absent)}");
        var who = launch is null ? "No" : $"This process was started by {launch.Description}, but no";
        var remedy = isChosen ? $"Set {Variable} to the library of the MPI whose launcher is used, or leave it unset."
            : launch is null ? $"Install one (Debian: {Package}), or set {Variable} to its path."
            : $"Install the MPI whose launcher is used (Debian: {Package}), or set {Variable} to the path of its library.";
        throw new TorchBasicsException(
            ErrorKind.NativeRuntime, $"{who} library of MPI can be used: {string.Join("; ", _failures)}. {remedy}");
    }

    private string Package => launch?.Family switch
    {
        MpiFamily.OpenMpi => "libopenmpi3",
        MpiFamily.Mpich => "libmpich12",
        MpiFamily.StandardAbi or null => "libopenmpi3 or libmpich12",
    };

    private MpiLibrary? Try(string name, bool isChosen)
    {
        try
        {
            // By itself at first: what is not used leaves again, and nothing else has seen its functions.
            using var handle = LibraryHandle.Open(name);
            var library = MpiLibrary.Examine(handle, name, launch);
            if (isChosen || library.Suits(launch))
            {
                library.Keep();
                return library;
            }

            _failures.Add($"{library.Path} is {library.Name}, which this launcher does not know");
        }
        catch (TorchBasicsException error) when (error.Message.EndsWith(Absent(name), StringComparison.Ordinal))
        {
            _absent.Add(name);
        }
        catch (TorchBasicsException error)
        {
            _failures.Add(error.Message);
        }

        return null;
    }

    // What glibc says when the library itself, and not one that it needs, is nowhere: said once for all names.
    private static string Absent(string name) =>
        $" {name}: cannot open shared object file: No such file or directory";
}
