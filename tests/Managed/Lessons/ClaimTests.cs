using TorchBasics.Lessons;
using TorchBasics.Lessons.Parameters;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class ClaimTests
{
    private static readonly string[] Seeds = ["2", "7", "1969", "4294967295"];

    public static TheoryData<string> Lessons => CourseRuns.Names;

    public static TheoryData<string, string> LessonsWithSeeds => new(
        from lesson in CourseCatalog.All
        where lesson.Parameters.Any(parameter => parameter is SeedParameter)
        from seed in Seeds
        select (lesson.Name, seed));

    public static TheoryData<string, string> Questions => new(
        from lesson in CourseCatalog.All from question in lesson.Questions select (lesson.Name, question));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_claims_three_things_and_all_of_them_hold(string lesson)
    {
        var claims = CourseRuns.Default(lesson, Language.English).Claims;

        Assert.True(claims.Count >= 3, $"{claims.Count} claims");
        Assert.Equal([], Failed(claims));
        Assert.Distinct(claims.Select(claim => claim.Key));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(LessonsWithSeeds))]
    public void Claims_hold_for_other_seeds(string lesson, string seed) => Assert.Equal(
        [], Failed(CourseRuns.Run(CourseCatalog.Find(lesson), Language.English, KeyValuePair.Create("seed", seed)).Claims));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void A_lesson_ends_with_two_questions(string lesson) => Assert.Equal(2, CourseCatalog.Find(lesson).Questions.Count);

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_question_is_open_at_the_beginning(string lesson, string question) =>
        Assert.False(CourseRuns.Default(lesson, Language.English).Solved[question]);

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_answer_solves_its_question(string lesson, string question)
    {
        var asked = CourseCatalog.Find(lesson);

        Assert.True(CourseRuns.Run(asked, Language.English, asked.Answer(question)).Solved[question]);
    }

    private static IEnumerable<string> Failed(IEnumerable<ClaimVerdict> claims) =>
        claims.Where(claim => !claim.Holds).Select(claim => claim.Text);
}
