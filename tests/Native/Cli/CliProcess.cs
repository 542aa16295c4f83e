using System.Diagnostics;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>The built command line as a process of its own, in a folder of its own.</summary>
internal static class CliProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Where the command line was built, as a user starts it: beside the folder of the tests.</summary>
    public static string Folder { get; } =
        Path.GetFullPath(Path.Combine("../../Cli", new DirectoryInfo(AppContext.BaseDirectory).Name), AppContext.BaseDirectory);

    /// <summary>The command line, for the host to run.</summary>
    public static string Program { get; } = Path.Combine(Folder, "torchbasics.dll");

    /// <summary>Runs a command to its end.</summary>
    public static CliResult Run(string folder, params string[] arguments) =>
        Run(folder, new Dictionary<string, string>(), arguments);

    public static CliResult Run(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(folder, environment, arguments);
        return End(process);
    }

    public static Process Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(folder, environment, Host, [Program, .. arguments]);

    /// <summary>
    /// Starts a command that hears signals even where the tests run in the background of a shell, which lets its programs ignore
    /// SIGINT.
    /// </summary>
    public static Process StartForSignals(string folder, params string[] arguments) =>
        Start(folder, new Dictionary<string, string>(), "env", ["--default-signal=INT", Host, Program, .. arguments]);

    /// <summary>Runs a script of the shell in which "torchbasics" is the command line.</summary>
    public static CliResult RunScript(string folder, string script)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs the shell of Unix.");
        var function = $"torchbasics() {{ '{Host}' '{Program}' \"$@\"; }}";
        using var process = Start(folder, new Dictionary<string, string>(), "sh", ["-c", $"{function}\n{script}"]);
        return End(process);
    }

    private static Process Start(
        string folder, IReadOnlyDictionary<string, string> environment, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Sends a signal, such as "INT".</summary>
    public static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end and collects what was printed.</summary>
    public static CliResult End(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(Limit))
            return new(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"The command did not end within {Limit}.");
    }

    /// <summary>The host that runs the tests may be their own program; "dotnet" is then found as the shell finds it.</summary>
    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
}
