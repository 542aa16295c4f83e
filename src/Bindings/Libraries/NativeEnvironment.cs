using System.Runtime.InteropServices;

namespace TorchBasics.Bindings.Libraries;

/// <summary>Environment variables as native code sees them: on Unix .NET's own are a copy that it never sees.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>Sets a variable, unless it is set.</summary>
    public static void SetDefault(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is not null)
            return;
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(name, value);
        else
            _ = SetEnvironment(name, value, 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
