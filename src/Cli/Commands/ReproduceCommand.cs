using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Published;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics reproduce [ROW]: published results, what we got, and how to get it again.</summary>
internal sealed class ReproduceCommand
{
    private readonly Screen _screen;

    private readonly Argument<string?> _row = new("ROW")
    {
        HelpName = "ROW",
        Description = "The result to reproduce, such as simplechains-2022/lenet5, or a .json file with one of your own; "
            + "without it, all are listed",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _all = new("--all") { Description = "Reproduce all of them, one after the other" };

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "A shortened run that fails where something is broken, and says nothing of the published value; "
            + "with --all, of the rows that have one",
    };

    private readonly Option<int?> _seeds = TypedOption.WholeNumber("--seeds", "How many seeds (default: what the row says)");

    private readonly Option<string?> _output = TypedOption.Text(
        "--output", "Keep each result as a JSON file in DIR, in the folders of its name", "DIR");

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Go on with what an interrupted run has left in the folder of --output: rows and seeds that are done are "
            + "not run again",
    };

    private readonly Option<string?> _html = TypedOption.Text(
        "--html", "Write a page with the table of all rows and their curves, without running any", "FILE");

    private readonly Option<string?> _data = TypedOption.Text(
        "--data", "Look for the data sets in this folder first (default: where 'torchbasics data' has them)", "FOLDER");

    private readonly Option<string?> _device = TypedOption.Of(RunOptions.Device);
    private readonly Option<int?> _threads = TypedOption.Of(RunOptions.Threads);
    private readonly Option<bool> _json = GlobalOptions.Json("the list or the results");

    private ReproduceCommand(Screen screen) => _screen = screen;

    public static Command Create(Screen screen)
    {
        var reproduce = new ReproduceCommand(screen);
        reproduce._row.CompletionSources.Add([.. RowCatalog.All.Select(row => row.Name)]);
        var command = new Command(
            "reproduce", "Reproduce published results: the papers' networks and recipes, several seeds each")
        {
            reproduce._row, reproduce._all, reproduce._quick, reproduce._seeds, reproduce._output, reproduce._resume,
            reproduce._html, reproduce._data, reproduce._device, reproduce._threads, reproduce._json,
        };
        command.SetAction(reproduce.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        var (name, all) = (parsed.GetValue(_row), parsed.GetValue(_all));
        if (name is not null && all)
            throw new TorchBasicsException(ErrorKind.Usage, "ROW and --all do not go together.");
        if ((name is not null || all) && parsed.GetValue(_html) is not null)
            throw new TorchBasicsException(ErrorKind.Usage, "--html shows what was measured before; it does not go with a run.");
        if (parsed.GetValue(_resume) && parsed.GetValue(_output) is null)
            throw new TorchBasicsException(
                ErrorKind.Usage, "--resume needs --output: the folder that the interrupted run was given.");
        return name is null && !all ? List(parsed) : Reproduce(parsed, RowsOf(name, parsed.GetValue(_quick)));
    }

    private static IReadOnlyList<PublishedRow> RowsOf(string? name, bool isQuick) =>
        name is not null
            ? [name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? RowCatalog.FromFile(name) : RowCatalog.Find(name)]
            : [.. RowCatalog.All.Where(row => !isQuick || row.Quick is not null)];

    private int List(ParseResult parsed)
    {
        foreach (var option in new Option[] { _quick, _seeds, _output, _resume, _data, _device, _threads })
            if (parsed.GetResult(option) is { Implicit: false })
                throw new TorchBasicsException(ErrorKind.Usage, $"{option.Name} does not go with the list of results.");
        if (parsed.GetValue(_html) is { } page)
        {
            using var file = OutputFile.Prepare(page);
            AtomicFile.Write(page, PublishedPage.Compose(
                [.. RowCatalog.All.Select(row => (row, RowCatalog.MeasuredFor(row)))]));
        }

        if (parsed.GetValue(_json))
            _screen.Json(new RowsReport(ReproductionText.Entries()), JsonForms.PublishedRows);
        else
            ReproductionText.List(_screen);
        return ExitCodes.Success;
    }

    private int Reproduce(ParseResult parsed, IReadOnlyList<PublishedRow> rows)
    {
        var options = new ReproductionOptions
        {
            Seeds = parsed.GetValue(_seeds),
            IsQuick = parsed.GetValue(_quick),
            DataFolder = parsed.GetValue(_data),
            Device = parsed.GetRequiredValue(_device)!,
            Threads = parsed.GetValue(_threads),
        };
        var (json, output) = (parsed.GetValue(_json), parsed.GetValue(_output));
        var folder = new ReproductionFolder(output, parsed.GetValue(_resume));
        var planned = rows.Select(row => (
            Row: row, Work: new Reproduction(row, options), Begun: folder.Begun(row), Finished: folder.Finished(row))).ToList();
        NativeStart.Load(_screen, parsed);
        var interrupted = output is null
            ? "what was not complete is not kept."
            : "seeds that were done are kept; the same command with --resume goes on.";
        return Interruption.Guard(_screen, interrupted, cancellation =>
        {
            var results = new List<RowResult>();
            foreach (var (row, work, begun, finished) in planned)
            {
                var result = finished is not null && begun is null ? work.Reuse(finished, cancellation) : null;
                if (!json)
                    ReproductionText.Begin(_screen, row, work, result?.Seeds ?? begun?.Seeds ?? []);
                result ??= Run(row, work, begun, folder, json, cancellation);
                results.Add(result);
                if (!json)
                    ReproductionText.End(_screen, row, result);
            }

            if (json)
                _screen.Json(new ReproductionReport(results), JsonForms.Reproduce);
            return results.Zip(rows).All(pair => IsGood(pair.Second, pair.First)) ? ExitCodes.Success : ExitCodes.Failed;
        });
    }

    private RowResult Run(
        PublishedRow row,
        Reproduction work,
        RowProgress? begun,
        ReproductionFolder folder,
        bool json,
        CancellationToken cancellation)
    {
        using var file = folder.PathOf(row) is { } path ? OutputFile.Prepare(path) : null;
        var result = ProgressBar.Show(_screen, "epochs", work.TotalEpochs, epochs => work.Run(
            begun, epochs, done =>
            {
                folder.Keep(row, done);
                if (!json)
                    ReproductionText.Seed(_screen, done.Seeds[^1]);
            }, cancellation));
        folder.Keep(row, result);
        return result;
    }

    private static bool IsGood(PublishedRow row, RowResult result) => result.Verdict switch
    {
        Verdict.Inside or Verdict.Better => true,
        Verdict.Worse => false,
        Verdict.Shortened => result.Mean <= row.Quick!.LargestError,
    };
}
