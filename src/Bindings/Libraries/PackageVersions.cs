using System.Reflection;

namespace TorchBasics.Bindings.Libraries;

/// <summary>The package versions that this assembly was built against; the build writes them into it.</summary>
internal static class PackageVersions
{
    public static string TorchSharp { get; } = Of("TorchSharpVersion");

    public static string Libtorch { get; } = Of("LibtorchVersion");

    private static string Of(string key) =>
        typeof(PackageVersions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(entry => entry.Key == key).Value!;
}
