using TorchBasics.Cli.Serving;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Publishing;

namespace TorchBasics.Tests.Browser;

/// <summary>The course as a user gets it: pages and engine in a folder, and a server that shows it.</summary>
public sealed class CourseSite : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("torchbasics-course-");
    private readonly CancellationTokenSource _end = new();
    private StaticServer? _server;
    private Task _serving = Task.CompletedTask;

    /// <summary>Names of all lessons, for theories.</summary>
    public static TheoryData<string> Names => [.. CourseCatalog.All.Select(lesson => lesson.Name)];

    /// <summary>Each lesson in each language.</summary>
    public static TheoryData<string, string> Pages => new(
        CourseCatalog.All.SelectMany(_ => Language.All, (lesson, language) => (lesson.Name, language.Code)));

    /// <summary>Where the engine lies beside the command line.</summary>
    public static string Bundle { get; } = Path.GetFullPath(
        Path.Combine("../../Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "web"), AppContext.BaseDirectory);

    public string Folder => _folder.FullName;

    public ValueTask InitializeAsync()
    {
        CourseWriter.Write(Folder, new LessonContext(new TrainedNetworks()));
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

    /// <summary>A page over http, where it becomes live.</summary>
    public Uri Live(string path) => new(_server!.Address, path);

    /// <summary>The same page from the disk.</summary>
    public Uri Recorded(string path) => new(Path.Combine(Folder, path));
}
