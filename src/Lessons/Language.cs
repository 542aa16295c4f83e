using TorchBasics.Core.Errors;

namespace TorchBasics.Lessons;

/// <summary>A language that the lessons are written in.</summary>
/// <param name="Code">What is typed and what addresses are called: "en", "zh".</param>
/// <param name="Tag">What a page says of itself (BCP 47).</param>
/// <param name="Name">What it calls itself.</param>
public sealed record Language(string Code, string Tag, string Name)
{
    /// <summary>English.</summary>
    public static Language English { get; } = new("en", "en", "English");

    /// <summary>Simplified Chinese.</summary>
    public static Language Chinese { get; } = new("zh", "zh-Hans", "简体中文");

    /// <summary>All of them; the first one is the usual one.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, Chinese];

    /// <summary>Finds a language.</summary>
    /// <param name="code">Its code, case ignored.</param>
    /// <returns>The language.</returns>
    /// <exception cref="TorchBasicsException">There is none: kind Usage.</exception>
    public static Language Find(string code) =>
        All.FirstOrDefault(language => language.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
        ?? throw new TorchBasicsException(
            ErrorKind.Usage,
            $"The lessons are not written in '{code}'; expected {string.Join(" or ", All.Select(one => one.Code))}.");
}
