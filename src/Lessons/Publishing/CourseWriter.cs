using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Formats.Models;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Lessons.Publishing;

/// <summary>Writes the course as pages: complete from a disk, and live where a server has the engine beside them.</summary>
public static class CourseWriter
{
    /// <summary>Writes every page, in every language, and the trained networks that they show.</summary>
    /// <param name="folder">Where to; it is created if it is missing, and files of the same names are replaced.</param>
    /// <param name="context">What the experiments may ask for.</param>
    /// <param name="told">Told of each lesson, before it is written.</param>
    /// <returns>The claims that do not hold, as "lesson: claim".</returns>
    /// <exception cref="TorchBasicsException">A file cannot be written: kind Failed.</exception>
    public static IReadOnlyList<string> Write(string folder, LessonContext context, Action<ILesson>? told = null)
    {
        var course = CourseCatalog.All;
        var failed = new List<string>();
        CreateFolder(folder);
        foreach (var language in Language.All)
        {
            CreateFolder(Path.Combine(folder, language.Code));
            AtomicFile.Write(Path.Combine(folder, language.Code, "index.html"), LessonPage.Index(course, language));
        }

        AtomicFile.Write(Path.Combine(folder, "index.html"), LessonPage.Languages());
        foreach (var lesson in course)
        {
            told?.Invoke(lesson);
            foreach (var language in Language.All)
            {
                var run = lesson.Run(ParameterValues.Of(lesson.Parameters, []), language, context);
                AtomicFile.Write(
                    Path.Combine(folder, language.Code, $"{lesson.Name}.html"), LessonPage.Of(course, lesson, language, run));
                if (language == Language.English)
                    failed.AddRange(run.Claims.Where(claim => !claim.Holds).Select(claim => $"{lesson.Name}: {claim.Text}"));
            }
        }

        var networks = course.SelectMany(lesson => lesson.Networks).Distinct().ToList();
        if (networks.Count > 0)
            CreateFolder(Path.Combine(folder, "assets"));
        foreach (var network in networks)
            ModelFile.Write(Path.Combine(folder, "assets", $"{network}.safetensors"), context.Networks.Get(network));
        return failed;
    }

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
