using System.CommandLine;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics doctor: whether libtorch can be used here, and if not, the loader's own reason.</summary>
internal static class DoctorCommand
{
    public static Command Create(Screen screen)
    {
        var json = GlobalOptions.Json("the report");
        var command = new Command("doctor", "Show what libtorch was found, where, and what it can do; exit code 0 when it is usable, 4 when not") { json };
        command.SetAction(parsed => Run(screen, parsed, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, ParseResult parsed, bool json)
    {
        var report = Examine(parsed);
        if (json)
            screen.Json(report, CliJson.Default.DoctorReport);
        else if (report.Runtime is { } runtime)
            screen.Write(RuntimeTable.Of(runtime));
        if (report.Usable && !json)
            screen.Line("libtorch can be used.");
        if (!report.Usable)
            screen.Error(report.Error!);
        return report.Usable ? ExitCodes.Success : ExitCodes.NativeRuntime;
    }

    private static DoctorReport Examine(ParseResult parsed)
    {
        try
        {
            return new(true, NativeStart.Load(parsed), Error: null);
        }
        catch (TorchBasicsException exception)
        {
            return new(false, Runtime: null, exception.Message);
        }
    }
}
