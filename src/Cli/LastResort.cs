using Microsoft.Win32.SafeHandles;
using TorchBasics.Cli.Commands;

namespace TorchBasics.Cli;

/// <summary>
/// What is left to do where the program cannot even begin, or cannot report an error: one line, and an exit code.
/// </summary>
/// <remarks>It uses nothing beyond the core library, so that it runs where no other library can be opened.</remarks>
internal static class LastResort
{
    /// <summary>Runs the program.</summary>
    /// <returns>The exit code.</returns>
    public static int Guard(Func<int> program)
    {
        try
        {
            if (ProcessLimits.Prepare() is not { } problem)
                return program();
            Tell(problem);
        }
        catch (Exception error)
        {
            Tell($"{error.GetType().Name}: {error.Message}");
        }

        return ExitCodes.Failed;
    }

    // Standard error may be closed, full, or a file of the runtime that took its number; then the exit code has to do.
    private static void Tell(string problem)
    {
        try
        {
            using var descriptor = new SafeFileHandle(2, ownsHandle: false);
            using var stream = new FileStream(descriptor, FileAccess.Write, bufferSize: 0);
            stream.Write(System.Text.Encoding.UTF8.GetBytes($"error: {problem}\n"));
        }
        catch (Exception)
        {
            // There is nobody left to tell.
        }
    }
}
