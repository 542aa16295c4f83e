using System.CommandLine;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Verification.Replaying;
using TorchBasics.Verification.Reports;
using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics check: holds the engines against the reference mathematics, number by number.</summary>
internal static class CheckCommand
{
    /// <summary>What an interruption leaves.</summary>
    internal const string Interrupted = "what was not compared is not known.";

    public static Command Create(Screen screen)
    {
        var arguments = new CheckArguments();
        var command = new Command("check", "Compare every number of some steps of training with the textbook's, "
            + "within derived rounding bounds; exit code 0 when all hold, 1 when not")
        {
            arguments.Model,
        };
        foreach (var option in arguments.All)
            command.Add(option);
        command.Add(CheckReplayCommand.Create(screen));
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(arguments.RunFolder) is { } folder)
                return CheckRun.Run(screen, parsed, arguments, folder);
            if ((parsed.GetValue(arguments.From) is not null || parsed.GetValue(arguments.Whole))
                && !parsed.GetValue(arguments.SelfTest))
                throw new TorchBasicsException(
                    ErrorKind.Usage, "--from and --whole go with --run, which names the folder of a run.");
            if (parsed.GetValue(arguments.SelfTest))
                return RunSelfTest(screen, parsed, arguments);
            if (parsed.GetValue(arguments.Random) is not null)
                throw new TorchBasicsException(
                    ErrorKind.Usage, "--random is the number of networks of a self-test; give --self-test, too.");
            var file = parsed.GetValue(arguments.Report);
            ReportFile.CheckName(file);
            if (CheckPlanning.NeedsLibtorch(parsed, arguments))
                NativeStart.Load(screen, parsed);
            var plan = CheckPlanning.Of(parsed, arguments, screen.Note);
            return Run(screen, plan, file, parsed.GetValue(arguments.Json), parsed.GetValue(arguments.Record));
        });
        return command;
    }

    private static int RunSelfTest(Screen screen, ParseResult parsed, CheckArguments arguments)
    {
        var useless = parsed.GetValue(arguments.Model) is { } model
            ? model
            : arguments.OfRuns.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
        if (useless is not null)
            throw new TorchBasicsException(
                ErrorKind.Usage, $"--self-test brings its own networks and runs; leave '{useless}' out.");
        NativeStart.Load(screen, parsed);
        return SelfTestRun.Run(
            screen,
            parsed.GetValue(arguments.Random) ?? SelfTestRun.RandomNetworks,
            parsed.GetValue(arguments.Seed) ?? 1,
            parsed.GetValue(arguments.Json));
    }

    /// <summary>Checks, reports, and says how it ended.</summary>
    /// <param name="screen">Where to print.</param>
    /// <param name="plan">What to check.</param>
    /// <param name="file">Where the report goes; null for nowhere.</param>
    /// <param name="json">Whether to print the report as JSON and nothing else.</param>
    /// <param name="record">The folder that the runs are written to; null for nowhere.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(Screen screen, CheckPlan plan, string? file, bool json, string? record = null)
    {
        var (versions, recorded) = (Versions(plan), Recorded(plan, record));
        var display = CheckDisplay.For(screen, json);
        return Interruption.Guard(screen, Interrupted, cancellation =>
        {
            var report = display.Show(plan, () => CheckRunner.Run(recorded, versions, display, cancellation));
            Show(screen, report, file, json);
            if (record is not null)
                screen.Note($"the runs are recorded in {record}; 'torchbasics check replay {record}' judges them again.");
            return report.Passed ? ExitCodes.Success : ExitCodes.Failed;
        });
    }

    /// <summary>Writes a report to its file, if one is wanted, and prints it.</summary>
    internal static void Show(Screen screen, CheckReport report, string? file, bool json)
    {
        if (file is not null)
            ReportFile.Write(file, report);
        if (json)
            screen.Writer.WriteLine(JsonReport.ToText(report));
        else
            CheckText.Print(screen, report, file);
    }

    private static CheckPlan Recorded(CheckPlan plan, string? folder) =>
        folder is null
            ? plan
            : plan with { Engines = [.. plan.Engines.Select(engine => new RecordingEngine(engine, folder, plan.Runs))] };

    // Without libtorch there is still a reference to check.
    private static IReadOnlyDictionary<string, string> Versions(CheckPlan plan) =>
        plan.Engines.Any(engine => engine is Verification.Engines.TorchEngine or Verification.Engines.Fused.FusedEngine)
            ? Training.Runs.Versions.All()
            : new Dictionary<string, string>
            {
                ["torchbasics"] = ProductVersion.Number,
                ["dotnet"] = Environment.Version.ToString(),
                ["os"] = System.Runtime.InteropServices.RuntimeInformation.OSDescription,
            };
}
