using System.Runtime.InteropServices;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Core.Errors;

namespace TorchBasics.Bindings.Nccl;

/// <summary>NVIDIA's library for collective work of several GPUs, found at run time; nothing here depends on it.</summary>
/// <remarks>It stays open as long as the process lives.</remarks>
public sealed unsafe class NcclLibrary
{
    /// <summary>Environment variable that names the library.</summary>
    public const string Variable = "TORCHBASICS_NCCL";

    /// <summary>2.14, the first version in which nothing has to wait inside a call (NCCL_VERSION_CODE).</summary>
    internal const int Oldest = 21400;

    private const string Name = "libnccl.so.2";

    private NcclLibrary(LibraryHandle handle, string name)
    {
        Path = handle.FilePath() ?? name;
        Functions = new NcclFunctions(function => handle.Export(function) ?? throw new TorchBasicsException(
            ErrorKind.NativeRuntime, $"{Path} is no NCCL that can be used: it lacks {function}"));
        int version;
        Check("ncclGetVersion", Functions.Version(&version));
        if (version < Oldest)
            throw new TorchBasicsException(
                ErrorKind.NativeRuntime, $"{Path} is NCCL {Text(version)}; 2.14 or later is needed");
        Version = Text(version);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its version, such as 2.27.3.</summary>
    public string Version { get; }

    /// <summary>The functions.</summary>
    internal NcclFunctions Functions { get; }

    /// <summary>
    /// Finds and loads the library: the one that TORCHBASICS_NCCL names, or else the one that libtorch has loaded, the one
    /// beside it as Python's packages have it, or the system's.
    /// </summary>
    /// <exception cref="TorchBasicsException">
    /// Kind <see cref="ErrorKind.NativeRuntime"/>: there is none; says what was tried, and why each failed.
    /// </exception>
    public static NcclLibrary Load()
    {
        if (!OperatingSystem.IsLinux())
            throw new TorchBasicsException(ErrorKind.NativeRuntime, "NCCL is for Linux only.");
        var named = Environment.GetEnvironmentVariable(Variable);
        return named is { Length: > 0 } ? Load([named]) : Load(UsualPlaces());
    }

    /// <summary>Opens the first library that can be used.</summary>
    /// <param name="places">Paths, or names for the system to find.</param>
    internal static NcclLibrary Load(IEnumerable<string> places)
    {
        var failures = new List<string>();
        foreach (var place in places)
        {
            try
            {
                using var handle = LibraryHandle.Open(place);
                var library = new NcclLibrary(handle, place);
                handle.SetHandleAsInvalid(); // what libtorch may use, too, is not closed
                return library;
            }
            catch (TorchBasicsException error)
            {
                failures.Add(error.Message);
            }
        }

        throw new TorchBasicsException(
            ErrorKind.NativeRuntime,
            $"No NCCL can be used: {string.Join("; ", failures)}. Install one, or set {Variable} to its path.");
    }

    /// <summary>What tells the ranks of a new communicator from those of another: made by one of them, told to all.</summary>
    /// <exception cref="NcclException">There is no network that NCCL could use.</exception>
    public byte[] NewId()
    {
        NcclId id = default;
        Check("ncclGetUniqueId", Functions.NewId(&id));
        return new Span<byte>(&id, NcclId.Bytes).ToArray();
    }

    /// <summary>Makes an error of what a function returned, unless it succeeded.</summary>
    internal void Check(string function, NcclResult result, nint communicator = 0)
    {
        if (result != NcclResult.Success)
            throw Failure(function, result, communicator);
    }

    /// <summary>The error of a function.</summary>
    internal NcclException Failure(string function, NcclResult result, nint communicator = 0)
    {
        var text = Marshal.PtrToStringUTF8((nint)Functions.ErrorText(result)) ?? $"error {(int)result}";
        var detail = Marshal.PtrToStringUTF8((nint)Functions.LastError(communicator))?.Trim().ReplaceLineEndings("; ");
        return new(function, string.IsNullOrEmpty(detail) ? text : $"{text} ({detail})");
    }

    // X * 10000 + Y * 100 + Z since 2.9; before, the version is refused anyway.
    private static string Text(int version) =>
        FormattableString.Invariant($"{version / 10000}.{version / 100 % 100}.{version % 100}");

    private static IEnumerable<string> UsualPlaces()
    {
        yield return Name; // the system answers with the one that is loaded, if any is
        var libtorch = NativeRuntime.Ensure(null);
        if (libtorch.Entries.FirstOrDefault(entry => entry.Info.Name == LibraryLoader.Cuda) is not { } cuda)
            yield break;
        // site-packages/torch/lib beside site-packages/nvidia/nccl/lib; other builds have it inside of libtorch.
        yield return System.IO.Path.GetFullPath($"../../nvidia/nccl/lib/{Name}", libtorch.Directory);
        yield return cuda.Info.Path;
    }
}
