using System.Diagnostics;

namespace TorchBasics.Tests.Native.Bindings.Mpi;

/// <summary>Processes that a launcher started. None is left when this is disposed.</summary>
internal sealed class MpiRun : IDisposable
{
    private readonly TemporaryFolder _files;
    private readonly int _ranks;
    private readonly Process _launcher;
    private readonly Task<string> _output, _error;

    public MpiRun(
        TemporaryFolder files, int ranks, string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment, string? folder)
    {
        (_files, _ranks) = (files, ranks);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        _launcher = Process.Start(start)!;
        _launcher.StandardInput.Close();
        _output = _launcher.StandardOutput.ReadToEndAsync();
        _error = _launcher.StandardError.ReadToEndAsync();
    }

    /// <summary>The launcher.</summary>
    public int LauncherId => _launcher.Id;

    /// <summary>The process of a rank; null before it has begun.</summary>
    public int? IdOf(int rank) => int.TryParse(Read($"{rank}.pid"), out var id) ? id : null;

    /// <summary>What a rank has printed until now.</summary>
    public string OutputOf(int rank) => Read($"{rank}.out");

    /// <summary>What a rank has written to its error stream until now.</summary>
    public string ErrorOf(int rank) => Read($"{rank}.err");

    /// <summary>Sends a signal to one rank.</summary>
    public void Signal(int rank, string signal) => Send(signal, IdOf(rank) ?? throw new InvalidOperationException("not begun"));

    /// <summary>Waits for the end.</summary>
    /// <param name="limit">How long; null for two minutes. After that all are killed.</param>
    /// <exception cref="TimeoutException">They did not end.</exception>
    public MpiResult End(TimeSpan? limit = null)
    {
        var patience = limit ?? TimeSpan.FromMinutes(2);
        var isOver = _launcher.WaitForExit(patience);
        if (!isOver)
            Kill();
        var result = new MpiResult(
            _launcher.ExitCode,
            [.. Enumerable.Range(0, _ranks).Select(rank => new MpiRank(OutputOf(rank), ErrorOf(rank)))],
            _output.GetAwaiter().GetResult(), _error.GetAwaiter().GetResult());
        return isOver ? result : throw new TimeoutException($"The processes did not end within {patience}.\n{result}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_launcher.HasExited)
            Kill();
        _launcher.Dispose();
        _files.Dispose();
    }

    /// <summary>Ends the launcher and what it started, also those that have lost it.</summary>
    private void Kill()
    {
        _launcher.Kill(entireProcessTree: true);
        for (var rank = 0; rank < _ranks; rank++)
        {
            if (IdOf(rank) is { } id)
                Send("KILL", id);
        }

        _launcher.WaitForExit();
    }

    private static void Send(string signal, int id)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{id}"]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    private string Read(string name) => File.Exists(_files[name]) ? File.ReadAllText(_files[name]) : "";
}
