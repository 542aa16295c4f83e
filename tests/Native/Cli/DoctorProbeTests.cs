using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using TorchBasics.Bindings.Proving;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Commands;
using TorchBasics.Cli.Rendering;
using TorchBasics.Kernels.Proving;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>torchbasics doctor --probe, with few shapes or with a report that is made up.</summary>
public sealed class DoctorProbeTests : IDisposable
{
    private static readonly ProbeRow Right = new(
        "linear", "our kernels, Vector512", InUse: true, Shapes: 7, Wrong: 0, First: null);
    private static readonly ProbeRow WrongRow = new(
        "conv2d",
        "libtorch, oneDNN on",
        InUse: true,
        Shapes: 5,
        Wrong: 2,
        new("conv2d", "2 x 20 to 50 channels", "one thread", 3, 1, float.NaN));

    private readonly StringWriter _output = new(), _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void Few_shapes_are_right_with_our_kernels()
    {
        var few = ProbeQuestions.All.Where((_, index) => index % 250 == 0).ToArray();
        // switching oneDNN would reach the tests beside
        var kernels = HostProbe.Paths().Where(path => path.Operators is KernelOperators).ToArray();

        var code = Run((asked, cancellation) => OperatorProbe.Run(few, kernels, asked, cancellation), "--probe");

        Assert.Equal((0, ""), (code, $"{_error}"));
        Assert.Contains("our kernels, Vector", $"{_output}", StringComparison.Ordinal);
        Assert.EndsWith("What is in use here computes rightly.\n", $"{_output}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_shown_with_its_shape_and_numbers_and_the_exit_code_is_4()
    {
        var code = Run((_, _) => new ProbeReport(12, [Right, WrongRow], 1), "--probe");

        Assert.Equal(4, code);
        Assert.Contains("error: what computes on this machine gives wrong numbers.", $"{_error}", StringComparison.Ordinal);
        var line = Assert.Single($"{_output}".Split('\n'), line => line.Contains("oneDNN on", StringComparison.Ordinal)
            && line.Contains("conv2d", StringComparison.Ordinal));
        Assert.Matches(
            @"conv2d +libtorch, oneDNN on +yes +5 +2 +2 x 20 to 50 channels, one thread: number 3 is NaN, expected 1", line);
    }

    [Fact]
    public void What_is_wrong_but_not_in_use_is_no_error() =>
        Assert.Equal(0, Run((_, _) => new ProbeReport(12, [Right, WrongRow with { InUse = false }], 1), "--probe"));

    [Fact]
    public void As_JSON_it_holds_every_row_and_nothing_else_is_printed()
    {
        var code = Run((_, _) => new ProbeReport(12, [Right, WrongRow], 1), "--probe", "--json");

        var probe = JsonDocument.Parse($"{_output}").RootElement.GetProperty("probe");
        Assert.Equal((4, false, 12), (code, probe.GetProperty("isRight").GetBoolean(), probe.GetProperty("shapes").GetInt32()));
        var row = probe.GetProperty("rows")[1];
        Assert.Equal(("libtorch, oneDNN on", 2), (row.GetProperty("path").GetString(), row.GetProperty("wrong").GetInt32()));
        Assert.Equal("NaN", row.GetProperty("first").GetProperty("found").GetString());
    }

    [Fact]
    public void Nothing_is_probed_unless_it_is_asked_for()
    {
        var code = Run((_, _) => throw new InvalidOperationException("probed"), "--json");

        Assert.Equal(0, code);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse($"{_output}").RootElement.GetProperty("probe").ValueKind);
    }

    [Fact]
    public void The_help_says_what_a_probe_does_and_how_long_it_takes()
    {
        Run((_, _) => throw new InvalidOperationException("probed"), "--help");

        var words = string.Join(' ', $"{_output}".Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(
            "--probe Hold some hundreds of shapes of each operator against plain loops, for up to a minute",
            words,
            StringComparison.Ordinal);
    }

    private int Run(Func<IProgress<long>?, CancellationToken, ProbeReport> probe, params string[] arguments)
    {
        var root = new RootCommand { DoctorCommand.Create(
            new Screen(Console(_output), Console(_error), isTerminal: false), probe) };
        return root.Parse(["doctor", .. arguments]).Invoke(new InvocationConfiguration { Output = _output, Error = _error });
    }

    private static IAnsiConsole Console(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
}
