using System.Runtime.InteropServices;
using TorchBasics.Cli.Rendering;

namespace TorchBasics.Cli;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a request to stop at a good moment. The second one is left to the system, which
/// ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
    ];

    /// <summary>Runs work that ends with <see cref="OperationCanceledException"/> when it is interrupted.</summary>
    /// <param name="screen">Where the note goes.</param>
    /// <param name="note">What an interruption leaves.</param>
    /// <param name="work">The work; it returns the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Guard(Screen screen, string note, Func<CancellationToken, int> work)
    {
        using var interruption = new Interruption();
        try
        {
            return work(interruption.Token);
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            screen.Note($"interrupted; {note}");
            return interruption.ExitCode;
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>How the process should end after it has stopped: 130 or 143.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Interrupted;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
            return;
        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGTERM ? ExitCodes.Terminated : ExitCodes.Interrupted;
        _source.Cancel();
    }
}
