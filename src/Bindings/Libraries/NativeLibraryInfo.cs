namespace TorchBasics.Bindings.Libraries;

/// <summary>The account of one loaded native library.</summary>
/// <param name="Name">Its name without prefix and suffix, such as "torch_cpu".</param>
/// <param name="Path">The file that was loaded.</param>
/// <param name="MendedFrom">The original that the loaded file is a changed copy of, or null when it is as it came.</param>
/// <param name="MendedWhy">Why it was changed, or null.</param>
public sealed record NativeLibraryInfo(string Name, string Path, string? MendedFrom = null, string? MendedWhy = null)
{
    /// <summary>Whether the loaded file is a changed copy.</summary>
    public bool IsMended => MendedFrom is not null;
}
