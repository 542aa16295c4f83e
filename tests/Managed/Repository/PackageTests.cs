using System.Xml.Linq;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>What a library says of itself where packages are chosen.</summary>
public sealed class PackageTests
{
    // Lessons and Published are inside of the tool, Web inside of Lessons' pages.
    private static readonly string[] NoPackages = ["Lessons", "Published", "Web"];

    public static TheoryData<string> Projects => [.. RepositoryFiles.Find("src", "*.csproj")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_is_a_package_with_a_description_and_a_readme_or_says_that_it_is_none(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var properties = XDocument.Parse(RepositoryFiles.Read(project)).Descendants("PropertyGroup").Elements().ToList();

        if (NoPackages.Contains(name))
        {
            Assert.Equal("false", Value("IsPackable"));
            return;
        }

        Assert.Null(Value("IsPackable"));
        Assert.EndsWith(".", Value("Description"), StringComparison.Ordinal);
        Assert.StartsWith(
            name == "Cli" ? "# torchbasics\n" : $"# TorchBasics.{name}\n",
            RepositoryFiles.Read($"src/{name}/README.md").ReplaceLineEndings("\n"),
            StringComparison.Ordinal);

        string? Value(string property) => properties.SingleOrDefault(element => element.Name.LocalName == property)?.Value;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_package_that_needs_libtorch_says_where_it_comes_from(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        if (NoPackages.Contains(name) || !NeedsLibtorch(project))
            return;

        Assert.Contains("libtorch", RepositoryFiles.Read($"src/{name}/README.md"), StringComparison.Ordinal);
    }

    private static bool NeedsLibtorch(string project) => Path.GetFileNameWithoutExtension(project) == "Bindings"
        || XDocument.Parse(RepositoryFiles.Read(project)).Descendants("ProjectReference")
            .Select(item => Path.GetFileNameWithoutExtension((string)item.Attribute("Include")!))
            .Any(name => NeedsLibtorch($"src/{name}/{name}.csproj"));
}
