using System.Diagnostics;
using Spectre.Console;
using TorchBasics.Cli;
using TorchBasics.Cli.Rendering;

namespace TorchBasics.Tests.Damage;

/// <summary>What a command printed, and its exit code.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Command(int Code, string Output, string Error)
{
    /// <summary>Runs a command in this process, through all of the program but its first line.</summary>
    public static Command InProcess(string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(arguments, new Screen(Plain(output), Plain(error), isTerminal: false));
        return new(code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command as a process of its own.</summary>
    public static Command AsProcess(string[] arguments)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
        string[] words = [Path.Combine(AppContext.BaseDirectory, "torchbasics.dll"), .. arguments];
        var start = new ProcessStartInfo(host, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static IAnsiConsole Plain(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer)
        });
}
