namespace TorchBasics.Tests.Managed.Repository;

/// <summary>What scripts/site makes a site of.</summary>
public sealed class SiteTests
{
    [Fact]
    public void Every_page_is_in_the_contents()
    {
        var contents = RepositoryFiles.Read("docs/toc.yml");
        var pages = RepositoryFiles.Find("docs", "*.md").Select(page => page["docs/".Length..]).Where(page => page != "index.md");

        Assert.All(pages, page => Assert.Contains($"href: {page}\n", contents));
    }

    [Fact]
    public void The_site_has_the_members_of_every_package()
    {
        var site = RepositoryFiles.Read("docfx.json");

        Assert.All(
            RepositoryFiles.Find("src", "*.csproj").Where(RepositoryFiles.IsLibraryPackage)
                .Select(project => Path.GetFileNameWithoutExtension(project)),
            name => Assert.Contains($"\"{name}/release/TorchBasics.{name}.dll\"", site));
    }

    [Fact]
    public void Pictures_are_small()
    {
        const int MostBytes = 150_000;

        Assert.All(
            Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "docs", "images")),
            picture => Assert.InRange(new FileInfo(picture).Length, 1, MostBytes));
    }
}
