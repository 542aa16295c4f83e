using System.Diagnostics;
using TorchBasics.Core.Errors;

namespace TorchBasics.Benchmarks.Startup;

/// <summary>The program torchbasics as a user starts it, with a clock that runs from the moment of its start.</summary>
internal sealed class TrainingProgram : IDisposable
{
    private const string Executable = "artifacts/bin/Cli/release/torchbasics";

    private readonly Process _process;
    private readonly long _start;

    /// <summary>Starts training.</summary>
    /// <param name="arguments">What a user would type after "train", apart from the folder of the run.</param>
    /// <exception cref="TorchBasicsException">The program is not built.</exception>
    public TrainingProgram(params IEnumerable<string> arguments)
    {
        if (!File.Exists(Executable))
            throw new TorchBasicsException(ErrorKind.Usage, $"There is no {Executable}; scripts/benchmark builds it.");
        Folder = Directory.CreateTempSubdirectory("torchbasics-run-").FullName;
        var start =
            new ProcessStartInfo(Executable, ["train", .. arguments, "--output", Folder]) { RedirectStandardOutput = true };
        _start = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
    }

    /// <summary>Folder of the run; it goes when this is disposed.</summary>
    public string Folder { get; }

    /// <summary>Seconds since the start.</summary>
    public double Seconds => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>Whether the program still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Each line of its output with the seconds at which it came.</summary>
    public IEnumerable<(double Seconds, string Line)> Lines()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
            yield return (Seconds, line);
        _process.WaitForExit();
        if (_process.ExitCode != 0)
            throw new TorchBasicsException(
                ErrorKind.Failed, $"torchbasics ended with exit code {_process.ExitCode}; its message stands above.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsRunning)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
