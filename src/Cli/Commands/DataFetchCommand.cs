using System.CommandLine;
using TorchBasics.Cli.Json;
using TorchBasics.Cli.Parsing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Cli.Reports;
using TorchBasics.Training.Data.Fetching;

namespace TorchBasics.Cli.Commands;

/// <summary>torchbasics data fetch: downloads a data set.</summary>
internal static class DataFetchCommand
{
    public static Command Create(Screen screen)
    {
        var set = new Argument<string>("SET")
        {
            HelpName = "SET",
            Description = string.Join(" or ", RemoteSet.All.Select(remote => remote.Name))
        };
        set.CompletionSources.Add([.. RemoteSet.All.Select(remote => remote.Name)]);
        var mirror = TypedOption.Text("--mirror", "Web folder to download from instead of the known ones (default: "
            + $"{FetchOptions.MirrorVariable}, else the known ones)", "URL");
        var output = TypedOption.Text(
            "--output", "Folder for the files (default: this user's cache, where --data finds them)", "DIR");
        var json = GlobalOptions.Json("where the files are");
        var command = new Command("fetch", "Download a data set; what is already there is kept, "
            + "what was interrupted is continued") { set, mirror, output, json };
        command.SetAction(parsed => Run(
            screen,
            RemoteSet.Find(parsed.GetRequiredValue(set)),
            new FetchOptions { Mirrors = parsed.GetValue(mirror) is { } url ? [url] : null, Folder = parsed.GetValue(output) },
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(Screen screen, RemoteSet set, FetchOptions options, bool json)
    {
        using var interruption = new Interruption();
        using var fetcher = new DatasetFetcher(options);
        try
        {
            IReadOnlyList<FetchedFile> Fetch(IProgress<FetchProgress>? progress) =>
                fetcher.FetchAsync(set, progress, interruption.Token).GetAwaiter().GetResult();
            if (json)
            {
                screen.Json(FetchReport.Of(set, Fetch(progress: null)), JsonForms.Fetch);
                return ExitCodes.Success;
            }

            var files = DownloadProgress.Show(screen, Fetch);
            foreach (var file in files)
                screen.Line($"{file.Path}: {(file.Mirror is null ? "was there already" : "downloaded from " + file.Mirror)}");
            var folder = Path.GetDirectoryName(files[0].Path);
            screen.Line($"next: {ProgramName.ToType} train lenet5 --data {(options.Folder is null ? set.Name : folder)}");
            return ExitCodes.Success;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            screen.Hint("Interrupted. The same command continues the download.");
            return interruption.ExitCode;
        }
    }
}
