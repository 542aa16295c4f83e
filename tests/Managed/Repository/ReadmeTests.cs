using System.Text.RegularExpressions;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>The first page: short, and true.</summary>
public sealed partial class ReadmeTests
{
    private const int MostWords = 1_200;
    private const string TestCommand = "dotnet test -c Release";

    private static readonly string Readme = RepositoryFiles.Read("README.md");

    [Fact]
    public void It_is_short_enough_to_be_read_at_once()
    {
        var words = Readme.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length; // as "wc -w" counts

        Assert.InRange(words, 1, MostWords);
    }

    [Fact]
    public void The_quick_start_is_two_commands_and_the_second_is_what_the_checks_run()
    {
        var block = ShellBlock().Match(Readme).Groups[1].Value;

        Assert.Equal(["dotnet run -c Release --project src/Cli -- train lenet5", TestCommand], block.TrimEnd().Split('\n'));
        Assert.Contains($"\n{TestCommand} ", RepositoryFiles.Read("scripts/check"));
    }

    [Fact]
    public void It_shows_five_commands()
    {
        var block = ShellBlock().Matches(Readme)[^1].Groups[1].Value.TrimEnd().Split('\n');

        Assert.Equal(5, block.Length);
        Assert.All(block, line => Assert.Matches("^torchbasics [a-z]+ .*# ", line));
    }

    [Fact]
    public void Every_package_has_a_size_there()
    {
        var packages = RepositoryFiles.Find("src", "*.csproj").Where(RepositoryFiles.IsLibraryPackage)
            .Select(project => $"TorchBasics.{Path.GetFileNameWithoutExtension(project)}").Append("torchbasics.linux-x64");

        Assert.All(packages, package => Assert.Matches($@"\n\| `{package}` \| [^|]+ \| [0-9]+ \|", Readme));
    }

    [Fact]
    public void Every_guide_is_linked()
    {
        var guides = RepositoryFiles.Read("docs/index.md").Split("## Reference")[0];
        var pages = Page().Matches(guides).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.Contains($"](docs/{page})", Readme));
    }

    [Fact]
    public void Every_file_that_is_named_exists()
    {
        var named = RepositoryPath().Matches(Readme).Select(match => match.Value.TrimEnd('/')).Distinct().ToList();

        Assert.Contains("scripts/packages", named);
        Assert.Equal([], named.Where(path => !Path.Exists(Path.Combine(RepositoryFiles.Root, path))));
    }

    [GeneratedRegex("```sh\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("\\]\\(([\\w-]+\\.md)\\)")]
    private static partial Regex Page();

    [GeneratedRegex("(?<=`)(?:src|tests|scripts|benchmarks|samples|docs)(?:/[\\w.-]+)*/?(?=`)|(?<=\\]\\()[A-Z]\\w+(?=\\))")]
    private static partial Regex RepositoryPath();
}
