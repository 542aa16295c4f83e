using System.Diagnostics;

namespace TorchBasics.Tests.Native.Bindings.Runtime;

/// <summary>
/// Runs a method of <see cref="LoadScenarios"/> in a process of its own: a native library cannot be unloaded, so
/// every way of loading needs a fresh process.
/// </summary>
internal static class ChildProcess
{
    public const string Command = "scenario";

    private static readonly string Program =
        Path.ChangeExtension(typeof(ChildProcess).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);

    /// <summary>In the child: runs the method, and says what is wrong.</summary>
    public static int Run(string scenario)
    {
        try
        {
            typeof(LoadScenarios).GetMethod(scenario)!.CreateDelegate<Action>()();
            Console.WriteLine($"passed: {scenario}");
            return 0;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Console.WriteLine(error);
            return 1;
        }
    }

    /// <summary>A copy of this program without what a build knows of the NuGet folder, as if it had been published.</summary>
    /// <returns>The folder.</returns>
    public static string Publish(string folder)
    {
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory)
            .Where(file => !file.EndsWith(".dev.json", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    /// <summary>In the test: starts the child and fails with its output when it fails.</summary>
    public static Task Passes(string scenario, params (string Name, string? Value)[] environment) =>
        PassesIn(Path.GetDirectoryName(Program)!, scenario, environment);

    /// <inheritdoc cref="Passes"/>
    public static async Task PassesIn(string folder, string scenario, params (string Name, string? Value)[] environment)
    {
        var (code, output, errors) = await Start(folder, scenario, environment);

        Assert.True(code == 0, $"{scenario} ended with exit code {code}:\n{output}\n{errors}");
        Assert.Equal($"passed: {scenario}", output.Trim());
    }

    /// <summary>In the test: what the child writes to its error stream, however it ends.</summary>
    public static async Task<string> ErrorsOf(string scenario, params (string Name, string? Value)[] environment) =>
        (await Start(Path.GetDirectoryName(Program)!, scenario, environment)).Errors;

    private static async Task<(int Code, string Output, string Errors)> Start(
        string folder, string scenario, (string Name, string? Value)[] environment)
    {
        var program = Path.Combine(folder, Path.GetFileName(Program));
        var start =
            new ProcessStartInfo(program, [Command, scenario]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
