using TorchBasics.Lessons;

namespace TorchBasics.Cli.Commands;

/// <summary>The language that lessons have where none is asked for.</summary>
internal static class LessonLanguage
{
    // The order in which POSIX asks: one that is set and not empty decides.
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The language of the system where the lessons are written in it, else English.</summary>
    public static Language OfSystem() => Of(Environment.GetEnvironmentVariable);

    /// <summary>The language that variables ask for.</summary>
    /// <param name="read">The value of a variable.</param>
    internal static Language Of(Func<string, string?> read)
    {
        var locale = Variables.Select(read).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return Language.All.FirstOrDefault(language => locale.StartsWith(language.Code, StringComparison.OrdinalIgnoreCase))
            ?? Language.English;
    }
}
