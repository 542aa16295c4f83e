using System.Collections.Concurrent;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Learning;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

/// <summary>The lessons with the parameters that they begin with, each done once for all tests.</summary>
internal static class CourseRuns
{
    private static readonly ConcurrentDictionary<(string Lesson, Language Language), Lazy<LessonRun>> Runs = new();

    /// <summary>The names of all lessons.</summary>
    public static TheoryData<string> Names => [.. CourseCatalog.All.Select(lesson => lesson.Name)];

    /// <summary>What an experiment may ask for here: no second engine.</summary>
    public static LessonContext Context { get; } = new(new TrainedNetworks());

    public static LessonRun Default(string lesson, Language language) => Runs.GetOrAdd(
        (lesson, language), key => new(() => Run(CourseCatalog.Find(key.Lesson), key.Language))).Value;

    public static LessonRun Run(ILesson lesson, Language language, params IEnumerable<KeyValuePair<string, string>> changes) =>
        lesson.Run(ParameterValues.Of(lesson.Parameters, changes), language, Context);
}
