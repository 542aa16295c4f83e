using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace TorchBasics.Bindings.Runtime;

/// <summary>
/// How libtorch's threads wait for each other. GNU OpenMP lets them spin for milliseconds by default, so that one other
/// busy program on the machine makes training of a small network twenty times slower (measured: an epoch of LeNet-5 in
/// 90 s instead of 5 s beside a compiler, 8 s when the threads sleep instead). What the user has set is left alone.
/// </summary>
internal static partial class ThreadWaiting
{
    private const string Policy = "OMP_WAIT_POLICY";

    /// <summary>Asks for sleeping instead of spinning; takes effect only before libtorch's OpenMP library is loaded.</summary>
    [SupportedOSPlatform("linux")]
    public static void PreferSleep()
    {
        if (Environment.GetEnvironmentVariable(Policy) is null && Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") is null)
            _ = SetEnvironment(Policy, "PASSIVE", 0); // .NET's own variables are a copy that native code never sees
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
