using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace TorchBasics.Benchmarks.Training;

/// <summary>How a rival is started.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its first arguments.</param>
internal sealed record RivalCommand(string Program, params string[] Arguments)
{
    // Whoever reads none of these has a thread of its own and no more.
    private static readonly string[] ThreadVariables = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"];

    /// <summary>The folder beside our own build where rivals and their libraries may lie.</summary>
    public static string Folder { get; } =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "rivals"));

    /// <summary>What starts it with further arguments and its standard streams in our hands.</summary>
    /// <param name="further">Arguments after its first ones.</param>
    /// <param name="threads">Threads that it may use.</param>
    public ProcessStartInfo Start(IReadOnlyList<string> further, int threads)
    {
        var start = new ProcessStartInfo(Program, [.. Arguments, .. further])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var variable in ThreadVariables)
            start.Environment[variable] = threads.ToString(CultureInfo.InvariantCulture);
        start.Environment["NODE_PATH"] = Path.Combine(Folder, "node_modules");
        return start;
    }

    /// <summary>What it answers to --version; null where it or its library is missing.</summary>
    public string? Version()
    {
        try
        {
            var start = Start(["--version"], threads: 1);
            start.RedirectStandardError = true;
            using var process = Process.Start(start)!;
            var answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && answer.Length > 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null; // no such program
        }
    }
}
