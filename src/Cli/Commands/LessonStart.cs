using System.CommandLine;
using TorchBasics.Cli.Learning;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Errors;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Learning;

namespace TorchBasics.Cli.Commands;

/// <summary>What lessons may ask for in a terminal: trained networks, libtorch, and someone to tell how far they are.</summary>
internal static class LessonStart
{
    /// <summary>In how many parts progress is counted.</summary>
    public const int Parts = 1000;

    /// <summary>
    /// Makes the context; libtorch is loaded only for lessons that ask it, and they do without where it is missing.
    /// </summary>
    /// <param name="screen">Where it is said that libtorch is missing.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="lessons">The lessons.</param>
    /// <param name="progress">Told how many parts are done; null for nobody.</param>
    /// <param name="cancellation">Ends an experiment between two of its parts.</param>
    public static LessonContext Context(
        Screen screen,
        ParseResult parsed,
        IEnumerable<ILesson> lessons,
        IProgress<long>? progress,
        CancellationToken cancellation)
    {
        void Report(double share)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((long)(Parts * share));
        }

        return new(
            new TrainedNetworks((_, share) => Report(share)),
            lessons.Any(lesson => lesson.AsksWitness) ? Witness(screen, parsed) : null,
            Report);
    }

    private static LibtorchWitness? Witness(Screen screen, ParseResult parsed)
    {
        try
        {
            NativeStart.Load(screen, parsed);
            return new();
        }
        catch (TorchBasicsException error) when (error.Kind == ErrorKind.NativeRuntime)
        {
            screen.Note($"the lesson does without libtorch: {error.Message}");
            return null;
        }
    }
}
