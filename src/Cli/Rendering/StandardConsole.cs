using System.Text;
using Spectre.Console;

namespace TorchBasics.Cli.Rendering;

/// <summary>A standard stream as Spectre sees it.</summary>
internal sealed class StandardConsole(StandardStream stream, bool isTerminal) : IAnsiConsoleOutput
{
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    /// <inheritdoc/>
    public TextWriter Writer { get; } = stream.ToWriter();

    /// <inheritdoc/>
    public bool IsTerminal => isTerminal;

    /// <inheritdoc/>
    public int Width => Size(() => Console.BufferWidth, UsualWidth);

    /// <inheritdoc/>
    public int Height => Size(() => Console.WindowHeight, UsualHeight);

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
        // The one that the system has chosen stays.
    }

    // A terminal may not know its size, and says 0 then.
    private int Size(Func<int> measure, int usual)
    {
        try
        {
            return isTerminal && measure() is > 0 and var size ? size : usual;
        }
        catch (IOException)
        {
            return usual;
        }
    }
}
