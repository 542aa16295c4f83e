using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Libraries;

/// <summary>Where libtorch and LibTorchSharp lie. Only looks, loads nothing.</summary>
internal sealed class LibrarySearch
{
    /// <summary>Environment variable that names a folder with libtorch.</summary>
    public const string Variable = "TORCHBASICS_LIBTORCH";

    private readonly NativePlatform _platform = NativePlatform.Current;
    private readonly List<string> _looked = [];

    /// <summary>Finds both libraries.</summary>
    /// <param name="directory">The folder the caller asked for, or null.</param>
    /// <returns>Folder of libtorch, and file of LibTorchSharp.</returns>
    /// <exception cref="TorchBasicsException">One of them is nowhere.</exception>
    public (string Libtorch, string LibTorchSharp) Find(string? directory)
    {
        _platform.RequireSupported();
        var explicitFolder = directory ?? ExplicitDirectory();
        var libtorch = explicitFolder is null
            ? FirstWith(
                "torch_cpu", [.. ApplicationFolders(), .. PackageFolders(_platform.LibtorchPackage, PackageVersions.Libtorch)])
            : FirstWith("torch_cpu", FoldersIn(explicitFolder));
        if (libtorch is null)
            throw NotFound("libtorch", "torch_cpu", explicitFolder);
        RefuseSecond(libtorch);
        _looked.Clear();
        var torchSharp = FirstWith("LibTorchSharp",
            [libtorch, .. ApplicationFolders(), .. PackageFolders("torchsharp", PackageVersions.TorchSharp)]);
        return torchSharp is null
            ? throw NotFound("TorchSharp's native part", "LibTorchSharp", null)
            : (libtorch, Path.Combine(torchSharp, _platform.FileName("LibTorchSharp")));
    }

    /// <summary>
    /// TorchSharp will look for torch_cpu by name, and .NET answers from its own folders first: another libtorch there
    /// would be loaded as a second one.
    /// </summary>
    /// <exception cref="TorchBasicsException">There is another one, or another one is loaded already.</exception>
    private void RefuseSecond(string libtorch)
    {
        var name = _platform.FileName("torch_cpu");
        if (HostFolders().FirstOrDefault(folder => folder != libtorch && File.Exists(Path.Combine(folder, name))) is { } other)
        {
            throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"libtorch in {libtorch} was asked for, but {other} holds another one, which TorchSharp would load as well. "
                + $"Delete {name} there, or leave {Variable} and --libtorch unset.");
        }

        if (LibraryHandle.IsLoaded(name) && !LibraryHandle.IsLoaded(Path.Combine(libtorch, name)))
        {
            throw new TorchBasicsException(ErrorKind.NativeRuntime,
                $"libtorch in {libtorch} was asked for, but another one is loaded already. "
                + "Call NativeRuntime.Load before anything else of TorchSharp.");
        }
    }

    /// <summary>The folder that the environment names, or null.</summary>
    private static string? ExplicitDirectory() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>The folder itself, and where a libtorch archive and a Python package keep their libraries.</summary>
    public static string[] FoldersIn(string folder) =>
        [.. new[] { "", "lib", Path.Combine("torch", "lib") }
            .Select(inside => Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, inside))))];

    /// <summary>
    /// Folders in which .NET itself looks for native libraries: the program's own, and those its manifest names.
    /// </summary>
    private static string[] HostFolders() =>
        [.. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Append(AppContext.BaseDirectory)
            .Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Distinct()];

    private string[] ApplicationFolders() =>
        [.. HostFolders(), Path.Combine(AppContext.BaseDirectory, "runtimes", _platform.Rid, "native")];

    // Where NuGet keeps packages unless a project says otherwise.
    private static string UsualFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    /// <summary>
    /// The package in each NuGet folder. The folders of the restore stand in the build's runtimeconfig.dev.json, which
    /// the host hands on; without it (a published program) the usual folder is left.
    /// </summary>
    private IEnumerable<string> PackageFolders(string package, string version)
    {
        var restored = (AppContext.GetData("PROBING_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return restored.Append(UsualFolder).Distinct()
            .Select(root => Path.GetFullPath(Path.Combine(root, package, version, "runtimes", _platform.Rid, "native")));
    }

    private string? FirstWith(string name, IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            _looked.Add(folder);
            if (File.Exists(Path.Combine(folder, _platform.FileName(name))))
                return folder;
        }

        return null;
    }

    private TorchBasicsException NotFound(string what, string name, string? explicitFolder)
    {
        var remedy = explicitFolder is null
            ? $"Run 'dotnet package download {_platform.LibtorchPackage}@{PackageVersions.Libtorch} --output {UsualFolder}' "
                + $"(in a project, 'dotnet restore' with that package), or set {Variable} "
                + "to a folder with libtorch, such as torch/lib of a Python installation."
            : $"Name a folder that holds libtorch {PackageVersions.Libtorch}, or leave {Variable} and --libtorch unset.";
        return new TorchBasicsException(ErrorKind.NativeRuntime,
            $"{what} was not found: no {_platform.FileName(name)} in {string.Join(", ", _looked)}. {remedy}");
    }
}
