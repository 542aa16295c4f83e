using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Libraries;

/// <summary>Opens the libraries in the order of their dependencies, each by its full path.</summary>
internal static class LibraryLoader
{
    /// <summary>The part of libtorch that a build for the CPU lacks.</summary>
    public const string Cuda = "torch_cuda";

    // The functions that TorchSharp's native part calls are C++ ones, and a later libtorch may have changed what lies behind
    // their names: the loader finds what is missing, the proof of the operators what computes wrongly, nobody the rest.
    private const string NewerVariable = "TORCHBASICS_LIBTORCH_NEWER";

    /// <summary>Opens libtorch, checks its version, then opens TorchSharp's native part, mended where needed.</summary>
    /// <param name="libtorch">The folder of libtorch.</param>
    /// <param name="torchSharp">The file of LibTorchSharp.</param>
    /// <exception cref="TorchBasicsException">The loader refuses, or the version is another.</exception>
    public static LoadedLibraries Load(string libtorch, string torchSharp)
    {
        var platform = NativePlatform.Current;
        var loaded = new List<LoadedLibrary>();
        foreach (var name in new[] { "c10", "torch_cpu", Cuda, "torch" })
        {
            var path = Path.Combine(libtorch, platform.FileName(name));
            if (name != Cuda || File.Exists(path))
                loaded.Add(new LoadedLibrary(LibraryHandle.Open(path), new NativeLibraryInfo(name, path)));
        }

        var version = CheckVersion(loaded[1]);
        loaded.Add(OperatingSystem.IsLinux() ? OpenMended(torchSharp) : Open(torchSharp));
        return new LoadedLibraries(libtorch, loaded, version);
    }

    private static LoadedLibrary Open(string path) =>
        new(LibraryHandle.Open(path), new NativeLibraryInfo("LibTorchSharp", path));

    private static LoadedLibrary OpenMended(string path)
    {
        var original = File.ReadAllBytes(path);
        if (VersionMending.Mend(path, original, HostLibrary.Find) is not var (mended, reason))
            return Open(path);
        var (library, from) = OpenCached(path, original, mended);
        return new LoadedLibrary(library, new NativeLibraryInfo("LibTorchSharp", from, path, reason));
    }

    /// <summary>Opens the copy in the cache; where that cannot be written or executed, a copy in memory.</summary>
    private static (LibraryHandle Library, string Path) OpenCached(string path, byte[] original, byte[] mended)
    {
        var name = Path.GetFileName(path);
        var obstacle = "there is no home folder";
        try
        {
            if (MendedCopy.CacheFolder() is { } cache)
            {
                var copy = MendedCopy.Store(cache, name, original, mended);
                return (LibraryHandle.Open(copy), copy);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TorchBasicsException)
        {
            obstacle = error.Message; // a read-only home, or one mounted without execution; memory has neither limit
        }

        try
        {
            using var file = MendedCopy.InMemory(name, mended);
            return (LibraryHandle.Open(MendedCopy.PathOf(file)), $"memory:{name}");
        }
        catch (Exception error) when (error is IOException or TorchBasicsException)
        {
            throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"{path} needs a changed copy on this system, which could be loaded neither from the cache ({obstacle}) "
                + $"nor from memory ({error.Message}). Set XDG_CACHE_HOME to a folder that you can write.", error);
        }
    }

    /// <summary>Whether TorchSharp can do with a version of libtorch.</summary>
    /// <param name="found">What the library states; null where it states nothing.</param>
    /// <param name="takesNewer">Whether a later minor version will do, which TorchSharp was not built for.</param>
    internal static bool Fits(Version? found, bool takesNewer)
    {
        var expected = Version.Parse(PackageVersions.Libtorch);
        return found is not null && found.Major == expected.Major
            && (found.Minor == expected.Minor || (takesNewer && found.Minor > expected.Minor));
    }

    private static Version CheckVersion(LoadedLibrary torch)
    {
        var expected = Version.Parse(PackageVersions.Libtorch);
        var found = LibtorchQueries.Version(torch.Handle);
        return Fits(found, Environment.GetEnvironmentVariable(NewerVariable) == "1")
            ? found!
            : throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"{torch.Info.Path} is libtorch {found?.ToString() ?? "of an unknown, older version"}; "
                + $"TorchSharp {PackageVersions.TorchSharp} "
                + $"needs {expected.Major}.{expected.Minor}. "
                + $"Name a folder with that version, or leave {LibrarySearch.Variable} and --libtorch unset"
                + $"{(Fits(found, takesNewer: true) ? $"; {NewerVariable}=1 tries this one all the same" : "")}.");
    }
}
