using System.CommandLine;
using System.CommandLine.Invocation;
using TorchBasics.Cli.Commands;
using TorchBasics.Cli.Completing;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Errors;

namespace TorchBasics.Cli;

/// <summary>The commands, and the one place where an error becomes a message and an exit code.</summary>
internal static class CommandLine
{
    private const int TooManyOpenFiles = 24; // EMFILE, the same on Linux and macOS
    private const string NoMemory = "the memory is not enough. Take smaller data or a smaller batch, or a machine with more.";

    /// <summary>A word that starts with @ is a word, not a file of more words.</summary>
    public static ParserConfiguration Configuration { get; } = new() { ResponseFileTokenReplacer = null };

    /// <summary>Describes everything that can be typed.</summary>
    public static RootCommand Build(Screen screen)
    {
        var root = new RootCommand(
            "Trains, checks and runs basic neural networks. Start with: torchbasics train lenet5\n"
            + "'torchbasics help COMMAND' says all about one of them.\n\n" + ExitCodes.Help)
        {
            GlobalOptions.Libtorch,
            GlobalOptions.OneDnn,
            GlobalOptions.Debug,
        };
        root.Add(TrainCommand.Create(screen));
        root.Add(EvaluateCommand.Create(screen));
        root.Add(PredictCommand.Create(screen));
        root.Add(CheckCommand.Create(screen));
        root.Add(CombineCommand.Create(screen));
        root.Add(ExportCommand.Create(screen));
        root.Add(ImportCommand.Create(screen));
        root.Add(InspectCommand.Create(screen));
        root.Add(DiffCommand.Create(screen));
        root.Add(RunsCommand.Create(screen));
        root.Add(ReproduceCommand.Create(screen));
        root.Add(LearnCommand.Create(screen));
        root.Add(ModelsCommand.Create(screen));
        root.Add(DataCommand.Create(screen));
        root.Add(ConformanceCommand.Create(screen));
        root.Add(DoctorCommand.Create(screen));
        root.Add(BenchmarkCommand.Create(screen));
        root.Add(CompletionCommand.Create(screen));
        return root;
    }

    /// <summary>Parses, runs, and reports.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, Screen screen)
    {
        var code = Execute(arguments, screen);
        if (screen.Failure is not { } reason)
            return code;
        screen.Error(
            $"standard output could not be written: {reason}{(code == ExitCodes.Success ? " All else was done." : "")}",
            code == ExitCodes.Success ? ExitCodes.Output : code);
        return code == ExitCodes.Success ? ExitCodes.Output : code;
    }

    private static int Execute(string[] arguments, Screen screen)
    {
        if (Completer.Asked(arguments) is { } words)
        {
            foreach (var line in Completer.Of(Build(screen), words).Lines())
                screen.Writer.WriteLine(line);
            return ExitCodes.Success;
        }

        screen.SpeaksJson = GlobalOptions.AsksForJson(arguments);
        if (PathBytes.Problem(arguments) is { } problem)
        {
            screen.Error(problem, ExitCodes.Usage);
            return ExitCodes.Usage;
        }

        var parsed = Build(screen).Parse(FirstWord.Translate(arguments), Configuration);
        if (parsed.Action is ParseErrorAction && parsed.CommandResult.Command.Subcommands.Count > 0
            && parsed.UnmatchedTokens.Count == 0)
            return ShowHelp(arguments, screen);
        if (UsageErrors.Of(parsed) is { Count: > 0 } errors)
        {
            foreach (var error in errors)
                screen.Error(error, ExitCodes.Usage);
            screen.Hint($"'{UsageErrors.HelpCommand(parsed)}' shows what can be typed.");
            return ExitCodes.Usage;
        }

        try
        {
            return Invoke(parsed, screen);
        }
        catch (Exception exception)
        {
            return Report(exception, screen, parsed.GetValue(GlobalOptions.Debug));
        }
    }

    private static int Invoke(ParseResult parsed, Screen screen) => parsed.Invoke(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,   // the commands that can stop in the middle handle signals themselves
        Output = screen.Writer,
        Error = screen.ErrorWriter,
    });

    // "torchbasics" or "torchbasics data" alone: a person who looks around.
    private static int ShowHelp(string[] arguments, Screen screen)
    {
        Invoke(Build(screen).Parse([.. arguments, "--help"], Configuration), screen);
        return ExitCodes.Usage;
    }

    private static int Report(Exception exception, Screen screen, bool debug)
    {
        var known = Chain(exception).OfType<TorchBasicsException>().FirstOrDefault();
        if (known?.Kind == ErrorKind.Usage && !RankStart.Leads)
            return ExitCodes.Usage; // all have the same command; the first one says what is wrong with it
        var code = known is null ? ExitCodes.Failed : (int)known.Kind;
        var reason = known?.Message ?? Chain(exception).Select(Exhaustion).FirstOrDefault(text => text is not null);
        screen.Error(
            reason ?? $"this is a bug in TorchBasics: {exception.GetType().Name}: {exception.Message.Split('\n')[0].Trim()}",
            code);
        if (debug)
            screen.Hint(exception.ToString());
        else if (reason is null)
            screen.Hint("--debug shows where it happened.");
        return code;
    }

    // What can happen to any program at any place; libtorch says it in words of its own.
    private static string? Exhaustion(Exception error) => error switch
    {
        OutOfMemoryException => NoMemory,
        _ when error.Message.Contains("can't allocate memory", StringComparison.Ordinal) => NoMemory,
        IOException { HResult: TooManyOpenFiles } => "too many files are open at once. Raise the limit (ulimit -n).",
        _ => null,
    };

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }
}
