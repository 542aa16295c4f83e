using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TorchBasics.Core.Errors;
using TorchBasics.Lessons;
using TorchBasics.Lessons.Publishing;
using TorchBasics.Tests.Managed.Formats;
using TorchBasics.Tests.Managed.Pages;

namespace TorchBasics.Tests.Managed.Lessons.Publishing;

public sealed partial class CourseWriterTests(CourseWriterTests.Course course) : IClassFixture<CourseWriterTests.Course>
{
    [Fact]
    public void Every_page_is_written_in_every_language()
    {
        var expected = Language.All.SelectMany(language => CourseCatalog.All.Select(lesson => lesson.Name).Append("index")
            .Select(name => $"{language.Code}/{name}.html")).Append("index.html");

        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            course.Files.Keys.Where(file => file.EndsWith(".html", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Trained_networks_lie_beside_the_pages() => Assert.Equal(
        CourseCatalog.All.SelectMany(lesson => lesson.Networks).Distinct()
            .Select(network => $"assets/{network}.safetensors").Order(StringComparer.Ordinal),
        course.Files.Keys.Where(file => !file.EndsWith(".html", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Files_are_told_of_as_soon_as_they_are_there_and_in_their_order() =>
        Assert.Equal(CourseWriter.Files.Select(file => (file, true)), course.Told);

    [Fact]
    public void What_needs_training_comes_last()
    {
        var quick = CourseCatalog.All.Where(lesson => lesson.IsPortable).Select(lesson => $"en/{lesson.Name}.html");
        var pages = CourseWriter.Files.Where(file => file.StartsWith("en/", StringComparison.Ordinal)).Skip(1).ToList();

        Assert.Equal(quick, pages.SkipLast(3));
        Assert.Equal(["en/digits.html", "en/frameworks.html", "en/training.html"], pages.TakeLast(3).Order());
    }

    [Fact]
    public void Claims_that_do_not_hold_are_returned() => Assert.Equal([], course.Failed);

    [Fact]
    public void Twice_the_same_bytes_are_written()
    {
        using var again = new Course();

        Assert.Equal(course.Files.Keys.Order(), again.Files.Keys.Order());
        Assert.All(course.Files, file => Assert.Equal(file.Value, again.Files[file.Key]));
    }

    [Fact]
    public void A_page_is_a_tree_with_a_heading_a_language_and_no_identifier_twice() => Assert.All(Pages, page =>
    {
        var tree = new PageTree(Script().Replace(page.Text, ""));
        var tag = page.File.StartsWith("zh", StringComparison.Ordinal) ? Language.Chinese.Tag : Language.English.Tag;

        Assert.Single(tree.Elements("h1"));
        Assert.Equal(tag, tree.Elements("html").Single().Attribute("lang")!.Value);
        Assert.Distinct(tree.All.Attributes("id").Select(attribute => attribute.Value));
    });

    [Fact]
    public void Every_link_leads_to_a_page_that_is_there() => Assert.All(Pages, page => Assert.All(
        new PageTree(Script().Replace(page.Text, "")).Elements("a").Select(link => link.Attribute("href")!.Value)
            .Where(address => !address.StartsWith('#')),
        address => Assert.Contains(Resolved(page.File, address), course.Files.Keys)));

    [Fact]
    public void A_page_of_a_lesson_is_light_enough_for_a_phone() => Assert.All(
        Pages, page => Assert.InRange(page.Text.Length, 0, 600_000));

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");

        var error = Assert.Throws<TorchBasicsException>(() => CourseWriter.Write(folder.File("file"), CourseRuns.Context));

        Assert.Equal(ErrorKind.Failed, error.Kind);
        Assert.StartsWith($"The folder '{folder.File("file")}' cannot be created: ", error.Message, StringComparison.Ordinal);
    }

    private IEnumerable<(string File, string Text)> Pages => course.Files
        .Where(file => file.Key.EndsWith(".html", StringComparison.Ordinal))
        .Select(file => (file.Key, Encoding.UTF8.GetString(file.Value)));

    private static string Resolved(string page, string address) => Path.GetRelativePath(
        "/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(page)!, address))).Replace('\\', '/');

    // Scripts are no XML.
    [GeneratedRegex("<script.*?</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    /// <summary>The course, written once.</summary>
    public sealed class Course : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Course()
        {
            Failed = CourseWriter.Write(
                _folder.Path, CourseRuns.Context, file => Told.Add((file, File.Exists(_folder.File(file)))));
            Files = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).ToDictionary(
                file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/'), File.ReadAllBytes);
        }

        public List<(string File, bool IsThere)> Told { get; } = [];

        public IReadOnlyList<string> Failed { get; }

        public IReadOnlyDictionary<string, byte[]> Files { get; }

        public void Dispose() => _folder.Dispose();
    }
}
