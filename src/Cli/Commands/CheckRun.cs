using System.CommandLine;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Export;
using TorchBasics.Training.Fused;
using TorchBasics.Training.Runs;
using TorchBasics.Verification.Reports;
using TorchBasics.Verification.Running;
using TorchBasics.Verification.Runs;
using static System.FormattableString;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics check --run DIR: replays steps of a run that has been, and judges what it reports.</summary>
internal static class CheckRun
{
    public static int Run(Screen screen, ParseResult parsed, CheckArguments arguments, string folder)
    {
        var useless = parsed.GetValue(arguments.Model)
            ?? arguments.WithoutFolder.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;
        if (useless is not null)
            throw new TorchBasicsException(ErrorKind.Usage, $"--run checks a run as it was trained; leave '{useless}' out.");
        var file = parsed.GetValue(arguments.Report);
        ReportFile.CheckName(file);
        NativeStart.Load(screen, parsed);
        var check = RunCheck.Open(folder, new RunCheckOptions
        {
            Steps = parsed.GetValue(arguments.Steps),
            From = parsed.GetValue(arguments.From),
            Whole = parsed.GetValue(arguments.Whole),
            Kernels = KernelsOf(parsed.GetValue(arguments.Engine)),
            Origin = OriginOf(folder),
        });
        return Run(screen, check, file, parsed.GetValue(arguments.Json));
    }

    private static int Run(Screen screen, RunCheck check, string? file, bool json) =>
        Interruption.Guard(screen, CheckCommand.Interrupted, cancellation =>
        {
            if (!json)
                foreach (var line in Describe(check))
                    screen.Line(line);
            screen.Writer.Flush();
            CheckReport Work(IProgress<long>? replayed) => check.Run(Versions.All(), observer: null, replayed, cancellation);
            var report = json ? Work(null) : ProgressBar.Show(screen, "steps", check.Replayed, Work);
            foreach (var note in check.Notes)
                screen.Note($"{char.ToUpperInvariant(note[0])}{note[1..]}.");
            CheckCommand.Show(screen, report, file, json);
            return report.Passed ? ExitCodes.Success : ExitCodes.Failed;
        });

    private static IEnumerable<string> Describe(RunCheck check)
    {
        var (request, recipe, steps) = (check.Request, check.Request.Options.Recipe, check.Followed);
        (string, string)[] facts =
        [
            ("run", $"{check.Architecture.Name} on {request.Data}, seed {request.Options.Seed}, batches of {recipe.BatchSize}, "
                + $"{RecipeText.Update(recipe)}"),
            ("done", Invariant($"{check.Done:N0} of {check.TotalSteps:N0} steps")),
            ("followed", $"{steps.Count} {(steps.Count == 1 ? "step" : "steps")}: {Ranges(steps)}"),
        ];
        return facts.SelectMany(fact => LabelledText.Lines(fact.Item1, fact.Item2));
    }

    // "1-2, 938-939".
    private static string Ranges(IReadOnlyList<long> numbers)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (var number in numbers)
        {
            if (ranges.Count > 0 && ranges[^1].Last == number - 1)
                ranges[^1] = (ranges[^1].First, number);
            else
                ranges.Add((number, number));
        }

        return string.Join(
            ", ", ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));
    }

    private static KernelChoice? KernelsOf(IReadOnlyList<CheckEngine>? engines) => engines switch
    {
        null => null,
        [CheckEngine.Fused] => KernelChoice.Fused,
        [CheckEngine.Libtorch32] => KernelChoice.Libtorch,
        _ => throw new TorchBasicsException(ErrorKind.Usage, "With --run, --engine is fused or libtorch32: the two that train."),
    };

    // The file may have gone since.
    private static Model? OriginOf(string folder) =>
        RunCheck.OriginOf(folder) is { } origin && (File.Exists(origin) || Directory.Exists(origin))
            ? ModelImport.Read(ModelPlace.At(origin).Path).Model
            : null;
}
