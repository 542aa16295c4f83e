using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Errors;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics learn [LESSON]: the course, in the terminal, as pages, or live in a browser.</summary>
internal sealed class LearnCommand
{
    private readonly Screen _screen;

    private readonly Argument<string?> _lesson = new("LESSON")
    {
        HelpName = "LESSON",
        Description = "The lesson to run here; without it, all lessons are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "NAME=VALUE",
        Description = "Changes a parameter of the lesson; may be given several times. The lesson shows their names. "
            + "The value of \"model\" is a .safetensors file",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _html = new("--html")
    {
        HelpName = "DIR",
        Description = "Write the whole course as pages: complete from a disk, live on any web server",
    };

    private readonly Option<int?> _serve = new("--serve")
    {
        HelpName = "PORT",
        Description = "Show the course in the browser of this machine, live, until Ctrl-C (default port: any that is free)",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? 0 : Port(result),
    };

    private readonly Option<bool> _answers = new("--answers") { Description = "Show the answers to the questions of the lesson" };
    private readonly Option<bool> _noOpen = new("--no-open") { Description = "With --serve: do not open the browser" };
    private readonly Option<ulong?> _seed = TypedOption.Seed("--seed", "The same as --set seed=NUMBER");
    private readonly Option<string?> _language;
    private readonly Option<bool> _json = GlobalOptions.Json("the list, or parameters, claims and hash of the lesson");

    private LearnCommand(Screen screen)
    {
        _screen = screen;
        _language = TypedOption.Text(
            "--language", "Language of the lessons: en or zh (default: that of the system, else en)", "en|zh");
    }

    public static Command Create(Screen screen)
    {
        var learn = new LearnCommand(screen);
        learn._lesson.CompletionSources.Add([.. CourseCatalog.All.Select(lesson => lesson.Name)]);
        learn._language.CompletionSources.Add([.. Language.All.Select(language => language.Code)]);
        var command = new Command("learn", "Learn the basics by lessons that compute: in the terminal, or live in a browser")
        {
            learn._lesson, learn._set, learn._seed, learn._answers, learn._language,
            learn._html, learn._serve, learn._noOpen, learn._json,
        };
        command.SetAction(learn.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var language = parsed.GetValue(_language) is { } code ? Language.Find(code) : LessonLanguage.OfSystem();
        var (folder, isServed) = (parsed.GetValue(_html), parsed.GetResult(_serve) is not null);
        if (folder is not null || isServed)
        {
            Refuse(parsed, folder is not null ? "--html" : "--serve", _lesson, _set, _seed, _answers, _json);
            if (folder is not null && isServed)
                throw new TorchBasicsException(
                    ErrorKind.Usage, "--html and --serve do not go together: --serve keeps its pages in a folder of its own.");
            return folder is not null
                ? CoursePages.Write(_screen, parsed, folder)
                : CoursePages.Serve(_screen, parsed, parsed.GetValue(_serve) ?? 0, language, !parsed.GetValue(_noOpen));
        }

        if (parsed.GetValue(_noOpen))
            throw new TorchBasicsException(ErrorKind.Usage, "--no-open goes with --serve.");
        return parsed.GetValue(_lesson) is { } name
            ? RunLesson(parsed, CourseCatalog.Find(name), language)
            : List(parsed, language);
    }

    private int List(ParseResult parsed, Language language)
    {
        Refuse(parsed, "the list of lessons", _set, _seed, _answers);
        if (parsed.GetValue(_json))
            _screen.Json(new CourseReport(LessonText.Entries(language)), JsonForms.Lessons);
        else
            LessonText.List(_screen, language);
        return ExitCodes.Success;
    }

    private int RunLesson(ParseResult parsed, ILesson lesson, Language language)
    {
        var changes = new LessonChanges(lesson);
        var values = ParameterValues.Of(lesson.Parameters, changes.Read(Changes(parsed)));
        return Interruption.Guard(_screen, "nothing was written.", cancellation =>
        {
            var run = ProgressBar.Show(_screen, lesson.Name, LessonStart.Parts, bar =>
                lesson.Run(
                    values, language,
                    LessonStart.Context(_screen, parsed, [lesson], bar, cancellation) with { Files = changes.Files }));
            if (parsed.GetValue(_json))
                _screen.Json(LessonText.Report(lesson, changes.Typed(values), run, language), JsonForms.Lesson);
            else
                LessonText.Print(_screen, lesson, changes.Typed(values), run, language, parsed.GetValue(_answers));
            return run.Holds ? ExitCodes.Success : ExitCodes.Failed;
        });
    }

    private IEnumerable<KeyValuePair<string, string>> Changes(ParseResult parsed)
    {
        foreach (var text in parsed.GetValue(_set) ?? [])
            yield return text.Split('=', 2) is [var name, var value]
                ? KeyValuePair.Create(name, value)
                : throw new TorchBasicsException(ErrorKind.Usage, $"--set got '{text}'; expected NAME=VALUE, such as w1=0.5.");
        if (parsed.GetValue(_seed) is { } seed)
            yield return KeyValuePair.Create("seed", $"{seed}");
    }

    private static void Refuse(ParseResult parsed, string with, params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols.Where(IsTyped))
            throw new TorchBasicsException(ErrorKind.Usage, $"{symbol.Name} does not go with {with}.");

        bool IsTyped(Symbol symbol) => symbol is Option option
            ? parsed.GetResult(option) is { Implicit: false }
            : parsed.GetResult((Argument)symbol) is { Tokens.Count: > 0 };
    }

    private static int? Port(System.CommandLine.Parsing.ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, System.Globalization.NumberStyles.None, null, out var port) && port <= ushort.MaxValue)
            return port;
        result.AddError($"--serve got '{text}'; expected a port from 0 to {ushort.MaxValue}.");
        return null;
    }
}
