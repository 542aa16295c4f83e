using TorchBasics.Lessons;
using TorchBasics.Tests.Managed.Repository;

namespace TorchBasics.Tests.Managed.Lessons;

public sealed class SampleTests
{
    [Fact]
    public void Every_lesson_has_its_lines_of_code_and_no_others_are_there() => Assert.Equal(
        CourseCatalog.All.Select(lesson => $"samples/lessons/{lesson.Name}.cs").Order(StringComparer.Ordinal),
        RepositoryFiles.Find("samples/lessons", "*.cs"));

    [Fact]
    public void The_pages_show_the_very_files() => Assert.All(CourseCatalog.All, lesson => Assert.Equal(
        RepositoryFiles.Read($"samples/lessons/{lesson.Name}.cs"), Resources.Find($"samples/{lesson.Name}.cs")));

    [Fact]
    public void Samples_are_short_enough_to_be_read_on_a_page() => Assert.All(
        RepositoryFiles.Find("samples/lessons", "*.cs"),
        file => Assert.InRange(RepositoryFiles.Read(file).Split('\n').Count(line => line.Trim().Length > 0), 3, 30));

    [Fact]
    public void Every_file_of_texts_belongs_to_a_lesson() => Assert.Equal(
        CourseCatalog.All.Select(lesson => lesson.Name).Append("shared").SelectMany(
            name => Language.All.Select(language => $"src/Lessons/Texts/{name}.{language.Code}.txt"))
            .Order(StringComparer.Ordinal),
        RepositoryFiles.Find("src/Lessons/Texts", "*.txt"));
}
