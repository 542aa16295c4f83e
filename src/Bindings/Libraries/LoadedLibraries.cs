namespace TorchBasics.Bindings.Libraries;

/// <summary>The open libraries of libtorch, in the order they were opened, kept open as long as the process lives.</summary>
/// <param name="Directory">The folder of libtorch.</param>
/// <param name="Entries">Each library and its account.</param>
/// <param name="Version">Version of libtorch as the library itself states it.</param>
internal sealed record LoadedLibraries(string Directory, IReadOnlyList<LoadedLibrary> Entries, Version Version)
{
    /// <summary>What the user wants of oneDNN.</summary>
    public OneDnnUse OneDnn { get; init; }

    /// <summary>Whether the operators compute rightly; null until it was tried.</summary>
    public LibtorchProof? Proof { get; init; }

    /// <summary>The system's handle of a library, for .NET's own search; zero for one that is not loaded.</summary>
    public IntPtr HandleOf(string name) =>
        Entries.FirstOrDefault(entry => entry.Info.Name == name)?.Handle.DangerousGetHandle() ?? IntPtr.Zero;

    /// <summary>The library "torch_cpu", for one.</summary>
    public LoadedLibrary this[string name] => Entries.First(entry => entry.Info.Name == name);
}

/// <summary>One open library and its account.</summary>
internal sealed record LoadedLibrary(LibraryHandle Handle, NativeLibraryInfo Info);
