using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>Guides show programs that are compiled and run, and name all that there is.</summary>
public sealed partial class GuideTests
{
    private static readonly string Check = RepositoryFiles.Read("scripts/check");

    private static IEnumerable<string> ScriptNames =>
        Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "scripts")).Select(file => Path.GetFileName(file))
            .Where(name => !name.EndsWith(".cs", StringComparison.Ordinal));

    // Those of the lessons have tests of their own, which compile and run each.
    public static TheoryData<string> Samples =>
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "samples"), "*.cs")
            .Select(file => Path.GetFileNameWithoutExtension(file)),
    ];

    [Theory]
    [InlineData("README.md", 0, "samples/first.cs")]
    [InlineData("docs/train.md", 0, "samples/first.cs")]
    [InlineData("docs/check-a-module.md", 0, "samples/check.cs")]
    [InlineData("docs/export.md", 0, "samples/export.cs")]
    [InlineData("docs/export.md", 1, "samples/import.cs")]
    [InlineData("docs/many-machines.md", 0, "samples/ranks.cs")]
    [InlineData("docs/hosts.md", 0, "samples/hosts.cs")]
    [InlineData("docs/hostile-files.md", 0, "samples/hostile.cs")]
    [InlineData("docs/recording.md", 0, "samples/recording.cs")]
    [InlineData("docs/run-check.md", 0, "samples/run-check.cs")]
    [InlineData("docs/distortions.md", 0, "samples/distortions.cs")]
    [InlineData("docs/lessons.md", 0, "samples/lessons/and.cs")]
    public void Code_that_is_shown_is_that_of_a_sample(string page, int place, string sample)
    {
        var text = RepositoryFiles.Read(page);
        var code = CodeBlock().Matches(text)[place].Groups[1].Value;

        Assert.NotEmpty(code);
        Assert.Contains($"\n{code}", Unindented(RepositoryFiles.Read(sample)));
        Assert.Contains($"`{sample}`", text.Replace($"dotnet run {sample}", sample, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_run_by_the_checks(string sample) => Assert.Matches($@"\bsample {sample}\b", Check);

    [Fact]
    public void Every_package_is_described_as_it_describes_itself()
    {
        var page = RepositoryFiles.Read("docs/packages.md");

        Assert.All(RepositoryFiles.Find("src", "*.csproj").Where(RepositoryFiles.IsLibraryPackage), project =>
        {
            var description = XDocument.Parse(RepositoryFiles.Read(project)).Descendants("Description").Single().Value;
            Assert.Contains($"\n| `TorchBasics.{Path.GetFileNameWithoutExtension(project)}` | {description} | ", page);
        });
    }

    [Fact]
    public void Every_folder_and_script_is_in_the_layout()
    {
        var page = RepositoryFiles.Read("docs/architecture.md");
        var projects = new[] { "src", "tests" }.SelectMany(folder => RepositoryFiles.Find(folder, "*.csproj"))
            .Select(project => Path.GetDirectoryName(project)!.Replace('\\', '/')).Distinct();

        Assert.All(projects, folder => Assert.Matches($@"\n\| (`[\w/]+`, )?`{folder}`[ ,]", page));
        Assert.All(ScriptNames, script => Assert.Contains($"`{script}`", page));
    }

    // Code within a block of its program.
    private static string Unindented(string text) => text + "\n" + text.Replace("\n    ", "\n", StringComparison.Ordinal);

    [GeneratedRegex("```csharp\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
