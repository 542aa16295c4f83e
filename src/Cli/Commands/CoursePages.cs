using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Serving;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Publishing;

namespace TorchBasics.Cli.Commands;

/// <summary>The course as pages: written to a folder, or shown to the browser of this machine.</summary>
internal static class CoursePages
{
    private static readonly string Engine = Path.Combine(AppContext.BaseDirectory, "web");

    /// <summary>Writes the pages and the engine beside them.</summary>
    /// <param name="screen">Where progress and verdict are printed.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="folder">Where to.</param>
    /// <returns>The exit code: 1 where a claim does not hold.</returns>
    public static int Write(Screen screen, ParseResult parsed, string folder) =>
        Interruption.Guard(screen, $"the pages in {folder} are incomplete; run it again.", cancellation =>
        {
            var failed = Write(screen, parsed, folder, _ => { }, cancellation);
            WriteEngine(screen, folder);
            if (failed == 0)
                screen.Line(
                    $"{Counted.Of(CourseCatalog.All.Count, "lesson")} written; open {Path.Combine(folder, "index.html")}");
            return failed == 0 ? ExitCodes.Success : ExitCodes.Failed;
        });

    /// <summary>Shows the pages until it is interrupted, from the moment on when the first of them is asked for.</summary>
    /// <param name="screen">Where the address is printed.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="port">The port; 0 for any that is free.</param>
    /// <param name="language">The language to begin with.</param>
    /// <param name="opens">Whether a browser is opened.</param>
    /// <returns>The exit code: being interrupted is how it ends well.</returns>
    public static int Serve(Screen screen, ParseResult parsed, int port, Language language, bool opens)
    {
        if (!Directory.Exists(Engine))
            throw new TorchBasicsException(
                ErrorKind.Failed, $"The engine for browsers is missing: {Engine}. Build or install TorchBasics again.");
        using var interruption = new Interruption();
        var folder = Directory.CreateTempSubdirectory("torchbasics-learn-").FullName;
        try
        {
            var coming = new ComingFiles(CourseWriter.Files);
            using var server = StaticServer.Start(folder, port, coming);
            WriteEngine(screen, folder);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
            var running = server.RunAsync(end.Token);
            try
            {
                var address = new Uri(server.Address, $"{language.Code}/index.html");
                screen.Line($"The course is at {address}   (Ctrl-C ends it)");
                if (opens)
                    Open(screen, address);
                Write(screen, parsed, folder, coming.Arrive, interruption.Token);
                running.GetAwaiter().GetResult();
            }
            finally
            {
                end.Cancel(); // where a page could not be written
                running.GetAwaiter().GetResult();
            }
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            // The way it is meant to end.
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return ExitCodes.Success;
    }

    private static int Write(
        Screen screen, ParseResult parsed, string folder, Action<string> written, CancellationToken cancellation)
    {
        var failed = ProgressBar.Show(screen, "lessons", CourseWriter.Files.Count, bar =>
        {
            var context = LessonStart.Context(screen, parsed, CourseCatalog.All, progress: null, cancellation);
            var count = 0;
            return CourseWriter.Write(folder, context, file =>
            {
                written(file);
                bar?.Report(++count);
                cancellation.ThrowIfCancellationRequested();
            });
        });
        foreach (var claim in failed)
            screen.Error($"a claim does not hold: {claim}", ExitCodes.Failed);
        return failed.Count;
    }

    private static void WriteEngine(Screen screen, string folder)
    {
        if (Directory.Exists(Engine))
            Copy(Engine, Path.Combine(folder, "engine"));
        else
            screen.Note($"the pages are not live: the engine is missing from {Engine}.");
    }

    private static void Copy(string from, string to)
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(to, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target, overwrite: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(ErrorKind.Failed, $"The engine could not be written: {error.Message}", error);
        }
    }

    private static void Open(Screen screen, Uri address)
    {
        try
        {
            // The browser's own messages are not for this terminal.
            using var browser = OperatingSystem.IsLinux()
                ? Process.Start(new ProcessStartInfo("xdg-open", address.AbsoluteUri)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                })
                : Process.Start(new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true });
        }
        catch (Win32Exception)
        {
            screen.Note("no browser could be opened here; open the address yourself.");
        }
    }
}
