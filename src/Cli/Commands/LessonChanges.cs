using TorchBasics.Formats;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Cli.Commands;

/// <summary>What a command line changes about a lesson: where it takes a model, the value is the path of its file.</summary>
/// <param name="lesson">The lesson.</param>
internal sealed class LessonChanges(ILesson lesson)
{
    private readonly Dictionary<string, string> _paths = [];

    /// <summary>The files that were named.</summary>
    public ModelFiles Files { get; } = new();

    /// <summary>Reads the files among the values.</summary>
    /// <param name="typed">Names and values as they were typed.</param>
    /// <returns>Names and values as the lesson takes them.</returns>
    public IEnumerable<KeyValuePair<string, string>> Read(IEnumerable<KeyValuePair<string, string>> typed)
    {
        var models = lesson.Parameters.OfType<ModelParameter>().Select(parameter => parameter.Name).ToHashSet();
        foreach (var (name, value) in typed)
            yield return KeyValuePair.Create(name, models.Contains(name) ? Read(name, value) : value);
    }

    /// <summary>The values in the form in which they can be typed again.</summary>
    /// <param name="values">The values of the lesson.</param>
    /// <returns>Names and values, with paths for files.</returns>
    public IReadOnlyDictionary<string, string> Typed(ParameterValues values) =>
        values.Texts.ToDictionary(pair => pair.Key, pair => _paths.GetValueOrDefault(pair.Key, pair.Value));

    private string Read(string name, string path)
    {
        _paths[name] = path;
        return path.Length == 0 ? path : Files.Add(InputFile.ReadAll(path, ModelFiles.MostBytes));
    }
}
