using System.Diagnostics;
using System.Globalization;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks.Ranks;

/// <summary>How processes are started: by a launcher of MPI, or alone.</summary>
/// <param name="Name">What a table calls it.</param>
/// <param name="Program">The launcher; null for none.</param>
/// <param name="Options">What it is told besides the number of processes.</param>
internal sealed record RankLauncher(string Name, string? Program, params IReadOnlyList<string> Options)
{
    private const int Attempts = 3; // of a measurement of minutes, one start may fail on a machine that others use

    /// <summary>The process alone.</summary>
    public static RankLauncher None { get; } = new("alone", null);

    /// <summary>The launchers of this machine.</summary>
    public static IReadOnlyList<RankLauncher> Found()
    {
        RankLauncher[] known =
        [
            new("Open MPI", "mpirun.openmpi", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none"),
            new("MPICH", "mpiexec.mpich"),
        ];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return [.. known.Where(launcher => folders.Any(folder => File.Exists(Path.Combine(folder, launcher.Program!))))];
    }

    /// <summary>Starts this program, and reads what it prints.</summary>
    /// <param name="ranks">How many processes.</param>
    /// <param name="arguments">What they are asked.</param>
    /// <returns>The words of each line.</returns>
    /// <exception cref="TorchBasicsException">They failed, and did so again.</exception>
    public IReadOnlyList<string[]> Ask(int ranks, params IReadOnlyList<string> arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return AskOnce(ranks, arguments);
            }
            catch (TorchBasicsException error) when (attempt < Attempts)
            {
                Console.Error.WriteLine($"benchmark: once more, since {error.Message}");
            }
        }
    }

    private IReadOnlyList<string[]> AskOnce(int ranks, IReadOnlyList<string> arguments)
    {
        string[] command = [Environment.ProcessPath!, .. arguments];
        if (Program is not null)
            command = [Program, .. Options, "-n", ranks.ToString(CultureInfo.InvariantCulture), .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["TERM"] = "dumb"; // Open MPI's processes write to a terminal, which .NET would set up
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))]
            : throw new TorchBasicsException(
                ErrorKind.Failed, $"'{string.Join(' ', command)}' ended with exit code {process.ExitCode}:\n{text}");
    }
}
