using TorchBasics.Cli.Serving;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Publishing;

namespace TorchBasics.Tests.Browser;

/// <summary>The course as a user gets it: pages and engine in a folder, and a server that shows it.</summary>
public sealed class CourseSite : IAsyncLifetime
{
    // A file that was given is in no address.
    private const string Changed =
        "location.hash !== '' || [...document.querySelectorAll('[data-model] [type=hidden]')].some(field => field.value)";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("torchbasics-course-");
    private readonly CancellationTokenSource _end = new();
    private readonly Dictionary<string, OpenPage> _visits = [];
    private StaticServer? _server;
    private Task _serving = Task.CompletedTask;

    /// <summary>Names of all lessons, for theories.</summary>
    public static TheoryData<string> Names => [.. CourseCatalog.All.Select(lesson => lesson.Name)];

    /// <summary>Each lesson in each language.</summary>
    public static TheoryData<string, string> Pages => new(
        CourseCatalog.All.SelectMany(_ => Language.All, (lesson, language) => (lesson.Name, language.Code)));

    /// <summary>The lesson whose numbers are the same for the same weights, which the page brings along.</summary>
    public const string OfGivenWeights = "digits";

    /// <summary>The lessons whose hash is the same in a browser: all but those that train with the machine's registers.</summary>
    public static TheoryData<string> Portable =>
        [.. CourseCatalog.All.Where(lesson => lesson.IsPortable || lesson.Name == OfGivenWeights).Select(lesson => lesson.Name)];

    /// <summary>Where the engine lies beside the command line.</summary>
    public static string Bundle { get; } = Path.GetFullPath(
        Path.Combine("../../Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "web"), AppContext.BaseDirectory);

    public string Folder => _folder.FullName;

    /// <summary>The networks that lie beside the pages.</summary>
    public TrainedNetworks Networks { get; } = new();

    public ValueTask InitializeAsync()
    {
        CourseWriter.Write(Folder, new LessonContext(Networks));
        foreach (var file in Directory.EnumerateFiles(Bundle, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, "engine", Path.GetRelativePath(Bundle, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        _server = StaticServer.Start(Folder, 0);
        _serving = _server.RunAsync(_end.Token);
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _server?.Dispose();
        _end.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>
    /// The live page of a lesson as it is at the beginning. Tests share it, because an engine takes seconds to start; whoever
    /// visits it puts it back first.
    /// </summary>
    internal async Task<OpenPage> VisitAsync(Chromium chromium, string lesson)
    {
        if (_visits.TryGetValue(lesson, out var page))
        {
            await page.SettleAsync();
            if (await page.Page.EvaluateExpressionAsync<bool>(Changed))
                await page.ChangeAsync(
                    () => page.Page.EvaluateExpressionAsync("document.querySelector('#reset').click()"), "reset");
            return page;
        }

        page = await chromium.OpenAsync();
        await page.GoLiveAsync(Live($"en/{lesson}.html"));
        return _visits[lesson] = page;
    }

    /// <summary>A page over http, where it becomes live.</summary>
    public Uri Live(string path) => new(_server!.Address, path);

    /// <summary>The same page from the disk.</summary>
    public Uri Recorded(string path) => new(Path.Combine(Folder, path));
}
