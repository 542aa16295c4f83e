using System.CommandLine;
using Spectre.Console;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics data show: the first samples of a set, drawn in the terminal.</summary>
internal static class DataShowCommand
{
    private const int Default = 6;
    private const int MostColumns = 24; // more fit on no screen

    public static Command Create(Screen screen)
    {
        var name = new Argument<string>("DATA")
        {
            HelpName = "DATA",
            Description = "Name of a data set, folder with the four files of MNIST or with a folder of pictures for each class, "
                + "or .csv file"
        };
        name.CompletionSources.Add([.. DataCatalog.Names]);
        var count = TypedOption.WholeNumber("--count", $"Samples to show (default: {Default})");
        var label = TypedOption.Text(
            "--label-column", "Name of the label column of a .csv file (default: the last column)", "NAME");
        var (targets, missing, categorical) =
            (TypedOption.Of(RunOptions.Targets), TypedOption.Of(RunOptions.Missing), TypedOption.Of(RunOptions.Categorical));
        var preparation = TypedOption.Of(RunOptions.Preparation);
        var size = TypedOption.Of(RunOptions.PictureSize);
        var json = GlobalOptions.Json("the samples");
        var command = new Command("show", "Show the first samples of a data set with their labels")
        {
            name, count, label, targets, missing, categorical, preparation, size, json,
        };
        command.SetAction(parsed => Run(
            screen,
            parsed.GetRequiredValue(name),
            parsed.GetValue(count) ?? Default,
            new DataOptions
            {
                LabelColumn = parsed.GetValue(label),
                Targets = parsed.GetValue(targets),
                Missing = parsed.GetValue(missing),
                Categorical = parsed.GetValue(categorical),
                Preparation = parsed.GetValue(preparation),
                PictureSize = parsed.GetValue(size),
                TestLimit = 1,
            },
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, string name, int count, DataOptions options, bool json)
    {
        if (count < 1)
            throw new TorchBasicsException(ErrorKind.Usage, $"--count is {count}; expected at least 1.");
        var set = DataCatalog.Load(name, options with { TrainLimit = count }).Train;
        if (json)
            screen.Json(SamplesReport.Of(set), JsonForms.Samples);
        else if (set.IsPictures)
            Draw(screen, set);
        else
            Write(screen, set, Math.Min(set.Shape[0], MostColumns));
        return ExitCodes.Success;
    }

    private static void Draw(Screen screen, SampleSet set)
    {
        var (width, height) = (set.Shape[2], set.Shape[1]);
        var perLine = Math.Max(1, (Math.Min(screen.Output.Profile.Width, 120) + 2) / (width + 2));
        for (var first = 0; first < set.Count; first += perLine)
        {
            var group = Enumerable.Range(first, Math.Min(perLine, set.Count - first)).ToList();
            screen.Line(string.Join("  ", group.Select(i => set.ClassNames[set.Labels.Span[i]].PadRight(width))).TrimEnd());
            var drawn = group.Select(i => TextPicture.Draw(set.Sample<byte>(i)[..(width * height)], width, height)).ToList();
            for (var row = 0; row < drawn[0].Count; row++)
                screen.Line(string.Join("  ", drawn.Select(lines => lines[row])).TrimEnd());
        }
    }

    private static void Write(Screen screen, SampleSet set, int columns)
    {
        screen.Write(Rows(set, columns));
        if (columns < set.Shape[0])
            screen.Line($"{set.Shape[0] - columns:N0} of {set.Shape[0]:N0} columns are not shown.");
    }

    private static Table Rows(SampleSet set, int columns)
    {
        var table = Tables.Create([
            .. Enumerable.Range(0, columns)
                .Select(i => (set.FeatureNames?[i] is { Length: > 0 } name ? name : $"x{i + 1}", ColumnKind.Number)),
            .. set.Targets is null ? [("label", ColumnKind.Name)] : set.ClassNames.Select(name => (name, ColumnKind.Number)),
        ]);
        for (var i = 0; i < set.Count; i++)
            table.AddRow([
                .. set.Sample<float>(i)[..columns].ToArray().Select(value => $"{value}"),
                .. set.Targets is null ? [Markup.Escape(set.ClassNames[set.Labels.Span[i]])] : Targets(set, i),
            ]);
        return table;
    }

    private static IEnumerable<string> Targets(SampleSet set, int sample) => set.Targets!.Values<float>()
        .Slice(sample * set.ClassNames.Count, set.ClassNames.Count).ToArray().Select(value => $"{value}");
}
