using System.Text.RegularExpressions;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>What the README and the pages tell people to type has to exist.</summary>
public sealed partial class CommandLineTests
{
    private const string CommandPage = "docs/commands.md";

    // Every program's, those of dotnet, of the samples, and of scripts.
    private static readonly string[] Foreign =
    [
        "--help", "--project", "--global", "--name", "--broken", "--unsupported", "--prove", "--write", "--minutes",
    ];

    private static readonly string CliSources = string.Concat(
        RepositoryFiles.Find("src/Cli", "*.cs").Append("src/Training/Records/RunOptions.cs").Select(RepositoryFiles.Read));

    private static IEnumerable<string> AllPages => RepositoryFiles.Find("docs", "*.md").Prepend("README.md");

    // The page on many machines has the options of launchers and containers as well.
    public static TheoryData<string> Pages => [.. AllPages.Where(page => page != "docs/many-machines.md")];

    public static TheoryData<string> CommandLines =>
        [.. AllPages.SelectMany(page => Command().Matches(RepositoryFiles.Read(page)).Select(match => match.Value)).Distinct()];

    [Fact]
    public void Every_command_of_the_program_is_in_the_table()
    {
        var page = RepositoryFiles.Read(CommandPage);
        var verbs = TopLevelCommand().Matches(CliSources).Select(match => match.Groups[1].Value.ToLowerInvariant()).ToList();

        Assert.NotEmpty(verbs);
        Assert.All(verbs, verb => Assert.Contains($"\n| `torchbasics {verb}", page));
    }

    [Fact]
    public void Every_exit_code_is_in_the_table()
    {
        var codes = new[] { 0, 1, 2, 3, 4, 5, 130 };
        var page = RepositoryFiles.Read(CommandPage);

        Assert.All(codes, code => Assert.Contains($"\n| {code} | ", page));
    }

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void A_command_that_is_shown_exists_with_its_options(string line)
    {
        var words = line.Split(' ')[1..];

        Assert.Matches($@"\bnew( \w*Command)?\(\s*""{words[0]}"", ", CliSources); // with a description after it
        Assert.All(
            words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--help"),
            option => Assert.Contains($"\"{option}\"", CliSources));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_option_that_is_named_exists(string page) => Assert.All(
        Option().Matches(RepositoryFiles.Read(page)).Select(match => match.Value).Distinct().Except(Foreign),
        option => Assert.Contains($"\"{option}\"", CliSources));

    // XCommand.Create(screen) makes the command "x".
    [GeneratedRegex("root\\.Add\\((\\w+)Command\\.Create")]
    private static partial Regex TopLevelCommand();

    // A whole command line, up to the end of the code span, a comment or the line.
    [GeneratedRegex("(?<=^|`)torchbasics [a-z]+(?: [\\w./-]+)*", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]+")]
    private static partial Regex Option();
}
