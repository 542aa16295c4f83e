namespace TorchBasics.Web;

#pragma warning disable CA1822
/// <summary>Stands in for the lessons' engine until it is there.</summary>
internal sealed class LessonEngine
{
    public string Run(string lesson, string language, string parameters, Action<double>? report = null)
    {
        report?.Invoke(0.5);
        return $$"""{"html": "<p>{{lesson}} {{language}}</p>", "hash": "0123456789abcdef", "echo": {{parameters}}, "error": null}""";
    }

    public byte[] Download(string lesson, string language, string parameters, string file) => [1, 2, 3];

    public void Provide(string name, byte[] bytes)
    {
    }
}
