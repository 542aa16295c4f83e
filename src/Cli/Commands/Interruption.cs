using System.Runtime.InteropServices;
using TorchBasics.Cli.Rendering;

namespace TorchBasics.Cli.Commands;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a request to stop at a good moment. The second one is left to the system, which
/// ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // Never disposed: a signal may be on its way to Handle at the end, and there is nothing in it to free.
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
        return interruption.Guard(screen, note, () => work(interruption.Token));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>How the process should end after it has stopped: 130 or 143.</summary>
    public int ExitCode { get; private set; } = ExitCodes.Interrupted;

    /// <inheritdoc cref="Guard(Screen, string, Func{CancellationToken, int})"/>
    public int Guard(Screen screen, string note, Func<int> work)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (Token.IsCancellationRequested)
        {
            screen.Note($"interrupted; {note}");
            return ExitCode;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
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
