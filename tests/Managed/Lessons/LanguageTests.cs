using System.Text.RegularExpressions;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Blocks;

namespace TorchBasics.Tests.Managed.Lessons;

/// <summary>Holds the files of texts against each other, and each against the rules of its language.</summary>
public sealed partial class LanguageTests
{
    private static readonly string[] Prose = ["title", "lead", "text", "claim.", "question."];

    public static TheoryData<string> Files => [.. CourseCatalog.All.Select(lesson => lesson.Name), "shared"];

    public static TheoryData<string> Lessons => CourseRuns.Names;

    [Theory]
    [MemberData(nameof(Files))]
    public void Both_languages_have_the_same_texts(string file) =>
        Assert.Equal(Of(file, Language.English).Keys.Order(), Of(file, Language.Chinese).Keys.Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void A_text_has_the_same_places_in_both_languages(string file)
    {
        var (english, chinese) = (Of(file, Language.English), Of(file, Language.Chinese));

        var different = english.Keys.Where(key => !Places(english[key]).SetEquals(Places(chinese[key])));

        Assert.Equal([], different);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_text_is_empty(string file) => Assert.Equal(
        [],
        from language in Language.All
        let texts = Of(file, language)
        from key in texts.Keys
        where key.Length == 0 || texts[key].Length == 0
        select $"{language.Code} {key}");

    [Theory]
    [MemberData(nameof(Files))]
    public void Chinese_texts_are_Chinese(string file)
    {
        var (english, chinese) = (Of(file, Language.English), Of(file, Language.Chinese));

        // A name, such as AND or Adam, may be the same in both.
        var foreign = chinese.Keys.Where(key => key != "language" && !HanCharacter().IsMatch(chinese[key]))
            .Where(key => IsProse(key) || Letters(chinese[key]) != Letters(english[key]));

        Assert.Equal([], foreign);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void English_texts_are_not_Chinese(string file)
    {
        var texts = Of(file, Language.English);

        Assert.Equal([], texts.Keys.Where(key => key != "language" && ChineseSign().IsMatch(texts[key])));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Between_Chinese_characters_stands_Chinese_punctuation(string file)
    {
        var texts = Of(file, Language.Chinese);

        Assert.Equal([], texts.Keys.SelectMany(key => HalfWidth().Matches(texts[key]).Select(match => $"{key}: {match.Value}")));
    }

    [Theory]
    [InlineData("权重,偏置", true)]
    [InlineData("权重, 偏置", true)]
    [InlineData("完成.", true)]
    [InlineData("目标(输出)是", true)]
    [InlineData("步长 (stride) 是", false)]
    [InlineData("权重，偏置。f(x) = 1, 2", false)]
    [InlineData("取 w1 = 0.5、b = -0.8，就是", false)]
    public void Half_width_punctuation_is_found(string text, bool isFound) => Assert.Equal(isFound, HalfWidth().IsMatch(text));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void What_is_shown_has_no_open_place(string lesson) => Assert.Equal(
        [],
        from language in Language.All
        let run = CourseRuns.Default(lesson, language)
        from text in BlockTexts.Flat(run.Body).SelectMany(BlockTexts.Of).Concat(run.Claims.Select(claim => claim.Text))
        where Place().IsMatch(text)
        select text);

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Texts_that_are_shown_as_they_are_have_no_place(string lesson) => Assert.Equal(
        [],
        from language in Language.All
        let texts = Texts.Of(lesson, language)
        from key in texts.Keys
        where key is "title" or "lead" or "text" || key.StartsWith("parameter.", StringComparison.Ordinal)
            || key.StartsWith("choice.", StringComparison.Ordinal) || key.StartsWith("question.", StringComparison.Ordinal)
        where Place().IsMatch(texts[key])
        select $"{language.Code} {key}");

    [Theory]
    [MemberData(nameof(Lessons))]
    public void What_is_shown_in_Chinese_has_no_English_sentence(string lesson) => Assert.Equal(
        [],
        from block in BlockTexts.Flat(CourseRuns.Default(lesson, Language.Chinese).Body)
        where block is not Formula
        from text in BlockTexts.Of(block)
        where EnglishWord().IsMatch(text)
        select text);

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Both_languages_show_the_same_numbers(string lesson)
    {
        var (english, chinese) = (Body(Language.English), Body(Language.Chinese));

        Assert.Equal(english.Select(block => block.GetType()), chinese.Select(block => block.GetType()));
        Assert.All(english.Zip(chinese), pair => Assert.Equal(Exact(pair.First), Exact(pair.Second)));
        Assert.Equal(Fractions(english), Fractions(chinese));

        List<Block> Body(Language language) => [.. BlockTexts.Flat(CourseRuns.Default(lesson, language).Body)];
    }

    // Tables number by number, and formulas as far as no word stands between their numbers.
    private static List<string> Exact(Block block) => block switch
    {
        DataTable table => [.. BlockTexts.Cells(table).SelectMany(Numbers)],
        Formula formula => [.. formula.Lines.SelectMany(Numbers).Where(IsFraction)],
        _ => [],
    };

    // Everything else: a sentence may say "two" or put its numbers in another order, but none has a fraction of its own.
    private static IEnumerable<string> Fractions(IEnumerable<Block> blocks) => blocks.SelectMany(BlockTexts.Of)
        .SelectMany(Numbers).Where(IsFraction).Distinct().Order(StringComparer.Ordinal);

    private static bool IsFraction(string number) => number.Contains('.', StringComparison.Ordinal);

    private static bool IsProse(string key) => Prose.Any(start => key.StartsWith(start, StringComparison.Ordinal));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static IEnumerable<string> Numbers(string text) => NumberText().Matches(text).Select(match => match.Value);

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Groups[1].Value)];

    private static Texts Of(string file, Language language) =>
        file == "shared" ? Texts.Shared(language) : Texts.Of(file, language);

    [GeneratedRegex(@"\{(\d+)[^}]*\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex HanCharacter();

    [GeneratedRegex(@"[\u2E80-\u9FFF\uFF01-\uFF5E]")]
    private static partial Regex ChineseSign();

    [GeneratedRegex(
        @"\p{IsCJKUnifiedIdeographs}[,;:!?]|\p{IsCJKUnifiedIdeographs}\.(?!\w)"
        + @"|\p{IsCJKUnifiedIdeographs}[()]\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex HalfWidth();

    [GeneratedRegex(@"\b(?:the|from|of|is|are|with|where|at|by)\b")]
    private static partial Regex EnglishWord();

    [GeneratedRegex(@"\d+(?:\.\d+)?(?:e-?\d+)?")]
    private static partial Regex NumberText();
}
