using Spectre.Console;
using Spectre.Console.Rendering;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Errors;

namespace TorchBasics.Cli.Rendering;

/// <summary>
/// Standard output and standard error. On a terminal the output has colours (unless NO_COLOR is set) and things that move;
/// redirected, it is plain lines of any length.
/// </summary>
internal sealed class Screen
{
    private const int WidthOfFile = 200; // no line of ours is longer; without this Spectre would break lines at 80

    private readonly StandardStream? _stream; // what the output ends in, where it is that of the process

    public Screen(IAnsiConsole output, IAnsiConsole error, bool isTerminal, StandardStream? stream = null)
    {
        (Output, ErrorOutput, IsTerminal, _stream) = (output, error, isTerminal, stream);
        if (!isTerminal)
            Output.Profile.Width = WidthOfFile;
        if (!error.Profile.Out.IsTerminal)
            ErrorOutput.Profile.Width = WidthOfFile;
    }

    /// <summary>Standard output.</summary>
    public IAnsiConsole Output { get; }

    /// <summary>Standard error.</summary>
    public IAnsiConsole ErrorOutput { get; }

    /// <summary>Whether a person watches the output as it appears, on a terminal that can move its cursor.</summary>
    public bool IsTerminal { get; }

    /// <summary>Why something could not be written to standard output; null while everything was.</summary>
    public string? Failure => _stream?.Failure;

    /// <summary>Standard output for those who write plain text.</summary>
    public TextWriter Writer => Output.Profile.Out.Writer;

    /// <summary>Standard error for those who write plain text.</summary>
    public TextWriter ErrorWriter => ErrorOutput.Profile.Out.Writer;

    /// <summary>The screen of this process.</summary>
    public static Screen Open()
    {
        var stream = StandardStream.Output();
        var output = Create(stream, !Console.IsOutputRedirected && !IsForwarded);
        var moves = output.Profile.Out.IsTerminal && output.Profile.Capabilities is { Ansi: true, Interactive: true };
        return new(output, Create(StandardStream.Error(), !Console.IsErrorRedirected && !IsForwarded), moves, stream);
    }

    // Open MPI gives its processes a terminal of their own, whatever theirs shows in the end.
    private static bool IsForwarded => Environment.GetEnvironmentVariable("OMPI_COMM_WORLD_RANK") is not null;

    /// <summary>One line of text.</summary>
    public void Line(string text = "") => Writer.WriteLine(Printable.OnOneLine(text));

    /// <summary>Prints a line while a bar is shown, which makes room for it.</summary>
    public void LineAboveBar(string text)
    {
        if (IsTerminal)
            Output.WriteLine(Printable.OnOneLine(text));
        else
            Line(text);
    }

    /// <summary>A table or another thing of Spectre's; in a file without the blanks that fill its lines.</summary>
    public void Write(IRenderable renderable)
    {
        if (IsTerminal)
        {
            IReadOnlyList<IRenderable> parts = renderable is Table table
                ? NarrowTable.Split(table, RenderOptions.Create(Output), Output.Profile.Width)
                : [renderable];
            foreach (var part in parts)
                Output.Write(part);
            return;
        }

        var text = new StringWriter();
        var plain = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(text)
        });
        plain.Profile.Width = WidthOfFile;
        plain.Write(renderable);
        foreach (var line in text.ToString().ReplaceLineEndings("\n").Trim('\n').Split('\n'))
            Writer.WriteLine(line.TrimEnd());
    }

    /// <summary>Whether a program reads what is printed: messages on standard error are then lines of JSON, too.</summary>
    public bool SpeaksJson { get; set; }

    /// <summary>A document for a program.</summary>
    public void Json<T>(T value, TypedForm<T> form) => Writer.WriteLine(form.Text(value));

    /// <summary>A document for a program, in one line.</summary>
    public void JsonLine<T>(T value, TypedForm<T> form) => Writer.WriteLine(form.Line(value));

    /// <summary>What went wrong, to standard error.</summary>
    /// <param name="message">In words.</param>
    /// <param name="code">The exit code that it leads to; null where it is not known yet.</param>
    public void Error(string message, int? code = null) => Tell(MessageLevel.Error, "red", message, code);

    /// <summary>What the user may want to know although nothing went wrong, to standard error.</summary>
    public void Note(string message)
    {
        if (TakesNotes)
            Tell(MessageLevel.Note, "yellow", message);
    }

    /// <summary>Whether notes are shown: of several processes that say the same, one shows it.</summary>
    public bool TakesNotes { get; set; } = true;

    /// <summary>What may help after an error, to standard error.</summary>
    public void Hint(string message)
    {
        if (SpeaksJson)
            ErrorWriter.WriteLine(JsonForms.Message.Line(new(MessageLevel.Hint, Kind: null, Code: null, message)));
        else
            ErrorWriter.WriteLine(message);
    }

    private static IAnsiConsole Create(StandardStream stream, bool isTerminal) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new StandardConsole(stream, isTerminal),
        });

    private void Tell(MessageLevel level, string colour, string message, int? code = null)
    {
        if (SpeaksJson)
        {
            ErrorKind? kind = code is { } number && Enum.IsDefined((ErrorKind)number) ? (ErrorKind)number : null;
            ErrorWriter.WriteLine(JsonForms.Message.Line(new(level, kind, code, message)));
            return;
        }

        ErrorOutput.Markup($"[{colour}]{WordPolicy.Instance.ConvertName($"{level}")}:[/] ");
        ErrorWriter.WriteLine(Printable.OnOneLine(message));
    }
}
