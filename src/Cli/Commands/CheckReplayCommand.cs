using System.CommandLine;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Errors;
using TorchBasics.Reference.Numbers;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Replaying;
using TorchBasics.Verification.Reports;
using TorchBasics.Verification.Running;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics check replay: judges a run that was computed and written down before, here or elsewhere.</summary>
internal static class CheckReplayCommand
{
    public static Command Create(Screen screen)
    {
        var folder = new Argument<string>("DIR")
        {
            HelpName = "DIR",
            Description = "Folder of a recording, or of several, as check --record writes them; "
                + "docs/recording.md says how to write one elsewhere",
        };
        var follow = TypedOption.WholeNumber(
            "--follow", "Steps in which the reference runs beside the recording from the same start; costs most (default: 2)");
        var report = TypedOption.Text(
            "--report", "Write all findings to a file: .json, .xml (JUnit) or .html (default: none)", "FILE");
        var json = GlobalOptions.Json("all findings");
        var command = new Command("replay", "Judge recorded runs by the reference, and compute them once more on libtorch; "
            + "exit code 0 when all numbers are within bounds, 1 when not")
        {
            folder, follow, report, json,
        };
        command.SetAction(parsed =>
        {
            var file = parsed.GetValue(report);
            ReportFile.CheckName(file);
            var steps = parsed.GetValue(follow) ?? 2;
            if (steps < 1)
                throw new TorchBasicsException(ErrorKind.Usage, $"--follow is {steps}; expected at least 1.");
            // Before libtorch is loaded: a recording may come from anywhere.
            var recordings = RecordedRun.Find(parsed.GetRequiredValue(folder)).Select(RecordedRun.Open).ToList();
            NativeStart.Load(screen, parsed);
            return Run(screen, recordings, new CheckOptions { TrajectorySteps = steps }, file, parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(Screen screen, IReadOnlyList<RecordedRun> recordings, CheckOptions options, string? file, bool json) =>
        Interruption.Guard(screen, CheckCommand.Interrupted, cancellation =>
        {
            if (!json)
                foreach (var line in recordings.SelectMany(Describe))
                    screen.Line(line);
            var report = Replay.Run(recordings, options, Versions.All(), observer: null, cancellation);
            CheckCommand.Show(screen, report, file, json);
            return report.Passed ? ExitCodes.Success : ExitCodes.Failed;
        });

    private static IEnumerable<string> Describe(RecordedRun recording)
    {
        var (spec, steps) = (recording.Spec, recording.Spec.Steps.Count);
        return LabelledText.Lines("recording", $"{recording.Folder}: {spec.Architecture.Name} by {recording.Engine} in "
            + $"{(recording.Precision == Precision.Float32 ? "float32" : "float64")}, "
            + $"{steps} {(steps == 1 ? "step" : "steps")}, {RecipeText.Update(spec.Recipe)}");
    }
}
