using System.CommandLine;
using TorchBasics.Bindings.Libraries;
using TorchBasics.Bindings.Proving;
using TorchBasics.Bindings.Runtime;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Errors;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics doctor: whether libtorch can be used here, and if not, the loader's own reason.</summary>
internal static class DoctorCommand
{
    public static Command Create(Screen screen) => Create(screen, HostProbe.Run);

    /// <summary>With another probe, of fewer shapes for one.</summary>
    internal static Command Create(Screen screen, Func<IProgress<long>?, CancellationToken, ProbeReport> ask)
    {
        var json = GlobalOptions.Json("the report");
        var probe = new Option<bool>("--probe")
        {
            Description = "Hold some hundreds of shapes of each operator against plain loops, for up to a minute: "
                + "with oneDNN, without, and our own kernels; "
                + "exit code 4 when what is in use here is wrong",
        };
        var command = new Command("doctor", "Show what libtorch was found, where, and what it can do; "
            + "exit code 0 when it is usable, 4 when not") { probe, json };
        command.SetAction(parsed => Interruption.Guard(screen, "the probe is not finished.", cancellation =>
            Run(screen, parsed, parsed.GetValue(probe) ? asked => ask(asked, cancellation) : null, parsed.GetValue(json))));
        return command;
    }

    private static int Run(Screen screen, ParseResult parsed, Func<IProgress<long>?, ProbeReport>? probe, bool json)
    {
        var report = Examine(parsed);
        if (report.Runtime is { } runtime && !json)
            screen.Write(RuntimeTable.Of(runtime, report.Mpi, report.Nccl));
        if (report.Usable && probe is not null)
            report = report with { Probe = json ? probe(null) : ProgressBar.Show(screen, "shapes", HostProbe.Shapes, probe) };
        if (json)
            screen.Json(report, JsonForms.Doctor);
        return report.Usable ? Conclude(screen, report.Runtime!, report.Probe, json) : Refuse(screen, report.Error!);
    }

    private static DoctorReport Examine(ParseResult parsed)
    {
        try
        {
            var runtime = NativeStart.Load(parsed);
            return new(true, runtime, Error: null, Probe: null, MpiReport.Examine(), NcclReport.Examine(runtime));
        }
        catch (TorchBasicsException exception)
        {
            return new(false, Runtime: null, exception.Message, Probe: null, MpiReport.Examine(), Nccl: null);
        }
    }

    private static int Conclude(Screen screen, NativeRuntimeInfo runtime, ProbeReport? probe, bool json)
    {
        if (probe is not null && !json)
            ProbeText.Print(screen, probe);
        if (probe is { IsRight: false })
            return Refuse(screen, "what computes on this machine gives wrong numbers.");
        if (runtime.Proof.State == ProofState.Refused)
            return Refuse(
                screen, "libtorch's operators compute wrong numbers on this machine and are not used; our own kernels may be.");
        if (!json)
            screen.Line(probe is null ? "libtorch can be used." : "What is in use here computes rightly.");
        return ExitCodes.Success;
    }

    private static int Refuse(Screen screen, string reason)
    {
        screen.Error(reason, ExitCodes.NativeRuntime);
        return ExitCodes.NativeRuntime;
    }
}
