using System.Text.RegularExpressions;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;
using TorchBasics.Lessons.Publishing;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Lessons;

/// <summary>Holds the keys of the texts against the code that asks for them.</summary>
public sealed partial class TextKeyTests
{
    // What stands in quotes somewhere in the code; where a key is put together, anything may be in its holes.
    private static readonly string[] Sources = [.. RepositoryFiles.Find("src/Lessons", "*.cs").Select(RepositoryFiles.Read)];

    private static readonly string[] InTerminal = [.. RepositoryFiles.Find("src/Cli", "*.cs").Select(RepositoryFiles.Read)];

    private static readonly Regex[] Asked = [.. Sources
        .SelectMany(source => Literal().Matches(source))
        .Select(match => match.Groups[1].Value)
        .Where(literal => Hole().Replace(literal, "").Any(char.IsLetter))
        .Distinct()
        .Select(literal => new Regex($"^{string.Join("[\\w.-]+", Hole().Split(literal).Select(Regex.Escape))}$"))];

    public static TheoryData<string> Lessons => CourseRuns.Names;

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_code_finds_every_text_that_it_asks_for(string lesson)
    {
        var one = CourseCatalog.Find(lesson);

        Assert.All(Language.All, language =>
            Assert.NotEmpty(LessonPage.Of(CourseCatalog.All, one, language, CourseRuns.Default(lesson, language))));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_has_the_texts_of_its_parameters_and_questions_and_a_description(string lesson)
    {
        var one = CourseCatalog.Find(lesson);
        var keys = Texts.Of(lesson, Language.English).Keys;

        Assert.Equal([], Owed(one).Except(keys));
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void No_text_of_a_lesson_is_left_over(string lesson)
    {
        var one = CourseCatalog.Find(lesson);
        var owed = Owed(one).Concat(one.Parameters.Select(parameter => $"parameter.{parameter.Name}.hint")).ToHashSet();

        var left = Texts.Of(lesson, Language.English).Keys.Where(key => !owed.Contains(key) && !IsAsked(key));

        Assert.Equal([], left);
    }

    [Theory]
    [MemberData(nameof(Lessons))]
    public void No_text_of_a_lesson_hides_one_of_the_frame(string lesson) =>
        Assert.Equal([], Texts.Of(lesson, Language.English).Keys.Intersect(Texts.Shared(Language.English).Keys));

    [Fact]
    public void No_shared_text_is_left_over() =>
        Assert.Equal([], Texts.Shared(Language.English).Keys.Where(key => !IsAsked(key) && !IsQuoted(InTerminal, key)));

    [Fact]
    public void A_text_that_nobody_asks_for_is_found() => Assert.False(IsAsked("claim.nobody-asks-for-this"));

    private static IEnumerable<string> Owed(ILesson lesson) =>
    [
        "title",
        "lead",
        "text",
        .. lesson.Parameters.Select(parameter => $"parameter.{parameter.Name}"),
        .. lesson.Parameters.OfType<ChoiceParameter>().SelectMany(
            choice => choice.Choices.Select(word => $"choice.{choice.Name}.{word}")),
        .. lesson.Questions.SelectMany(question => (string[])[$"question.{question}", $"question.{question}.answer"]),
    ];

    // Claims are known by the last part of their keys. Quotes may stand within the holes of others.
    private static bool IsAsked(string key)
    {
        var word = key.StartsWith("claim.", StringComparison.Ordinal) ? key["claim.".Length..] : key;
        return IsQuoted(Sources, word) || Asked.Any(pattern => pattern.IsMatch(word));
    }

    private static bool IsQuoted(string[] sources, string word) =>
        sources.Any(source => source.Contains($"\"{word}\"", StringComparison.Ordinal));

    [GeneratedRegex("\"((?:[^\"\\\\\n]|\\\\.)*)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Hole();
}
