namespace TorchBasics.Web;

/// <summary>Stands in for the lessons' engine until it is there.</summary>
internal static class LessonEngine
{
    public static string Run(string lesson, string language, string parametersJson, Action<double> report)
    {
        report(0.5);
        return $$"""{"html": "<p>{{lesson}} {{language}}</p>", "hash": "0123456789abcdef", "echo": {{parametersJson}}, "error": null}""";
    }

    public static byte[] Download(string lesson, string language, string parametersJson, string file) => [1, 2, 3];

    public static void Provide(string name, byte[] bytes)
    {
    }
}
