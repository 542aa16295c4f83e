using TorchBasics.Lessons;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class HashTests
{
    public static TheoryData<string> Lessons => CourseRuns.Names;

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_same_parameters_give_the_same_hash_again(string lesson) => Assert.Equal(
        CourseRuns.Default(lesson, Language.English).Hash, CourseRuns.Run(CourseCatalog.Find(lesson), Language.English).Hash);

    [Theory]
    [MemberData(nameof(Lessons))]
    public void The_hash_knows_no_language(string lesson) => Assert.Equal(
        CourseRuns.Default(lesson, Language.English).Hash, CourseRuns.Default(lesson, Language.Chinese).Hash);

    [Fact]
    public void Lessons_have_hashes_of_their_own() =>
        Assert.Distinct(CourseCatalog.All.Select(lesson => CourseRuns.Default(lesson.Name, Language.English).Hash));

    [Theory]
    [MemberData(nameof(Lessons))]
    public void Other_parameters_give_other_numbers(string lesson)
    {
        var asked = CourseCatalog.Find(lesson);

        // One of the answers at least: another may turn a picture, or choose what is looked at.
        Assert.Contains(asked.Questions, question => CourseRuns.Default(lesson, Language.English).Hash
            != CourseRuns.Run(asked, Language.English, asked.Answer(question)).Hash);
    }
}
