using TorchBasics.Bindings.Libraries;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

/// <summary>The library of TorchSharp that the tests run with.</summary>
internal static class RealLibrary
{
    public static string Path()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "symbol versions of ELF libraries exist on Linux only");
        return new LibrarySearch().Find(null).LibTorchSharp;
    }

    /// <summary>The folder of libtorch.</summary>
    public static string Libtorch() => new LibrarySearch().Find(null).Libtorch;
}
