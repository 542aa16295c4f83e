using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Lessons.Publishing;

/// <summary>Writes the course as pages: complete from a disk, and live where a server has the engine beside them.</summary>
public static class CourseWriter
{
    private const string Start = "index.html";
    private const string Assets = "assets";

    /// <summary>
    /// Everything that is written, in that order: paths in the folder, with / between names. What needs training comes last.
    /// </summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Language.All.Select(language => Page(language, "index")),
        Start,
        .. Order.SelectMany(lesson => Language.All.Select(language => Page(language, lesson.Name))),
        .. Networks.Select(Asset),
    ];

    private static IEnumerable<ILesson> Order => CourseCatalog.All.OrderBy(lesson => !lesson.IsPortable);

    private static IEnumerable<string> Networks => CourseCatalog.All.SelectMany(lesson => lesson.Networks).Distinct();

    /// <summary>Writes every page, in every language, and the trained networks that they show.</summary>
    /// <param name="folder">Where to; it is created if it is missing, and files of the same names are replaced.</param>
    /// <param name="context">What the experiments may ask for.</param>
    /// <param name="written">Told of each of <see cref="Files"/>, as soon as it is there.</param>
    /// <returns>The claims that do not hold, as "lesson: claim".</returns>
    /// <exception cref="TorchBasicsException">A file cannot be written: kind Failed.</exception>
    public static IReadOnlyList<string> Write(string folder, LessonContext context, Action<string>? written = null)
    {
        var course = CourseCatalog.All;
        var failed = new List<string>();
        CreateFolder(folder);
        foreach (var language in Language.All)
        {
            CreateFolder(Path.Combine(folder, language.Code));
            Write(Page(language, "index"), path => AtomicFile.Write(path, LessonPage.Index(course, language)));
        }

        Write(Start, path => AtomicFile.Write(path, LessonPage.Languages()));
        foreach (var lesson in Order)
            foreach (var language in Language.All)
            {
                var run = lesson.Run(ParameterValues.Of(lesson.Parameters, []), language, context);
                Write(
                    Page(language, lesson.Name), path => AtomicFile.Write(path, LessonPage.Of(course, lesson, language, run)));
                if (language == Language.English)
                    failed.AddRange(run.Claims.Where(claim => !claim.Holds).Select(claim => $"{lesson.Name}: {claim.Text}"));
            }

        if (Networks.Any())
            CreateFolder(Path.Combine(folder, Assets));
        foreach (var network in Networks)
            Write(Asset(network), path => ModelFile.Write(path, context.Networks.Get(network)));
        return failed;

        void Write(string file, Action<string> write)
        {
            write(Path.Combine(folder, file));
            written?.Invoke(file);
        }
    }

    private static string Page(Language language, string name) => $"{language.Code}/{name}.html";

    private static string Asset(string network) => $"{Assets}/{network}.safetensors";

    private static void CreateFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new TorchBasicsException(
                ErrorKind.Failed, $"The folder '{path}' cannot be created: {error.Message}", error);
        }
    }
}
