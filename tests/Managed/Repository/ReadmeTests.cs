using System.Text.RegularExpressions;

namespace TorchBasics.Tests.Managed.Repository;

/// <summary>What the README tells people to type has to exist.</summary>
public sealed partial class ReadmeTests
{
    private const string TestCommand = "dotnet test -c Release";

    private static readonly string Readme = RepositoryFiles.Read("README.md");

    private static readonly string CliSources = string.Concat(
        RepositoryFiles.Find("src/Cli", "*.cs").Append("src/Training/Records/RunOptions.cs").Select(RepositoryFiles.Read));

    public static TheoryData<string> CommandLines => [.. Command().Matches(Readme).Select(match => match.Value).Distinct()];

    [Fact]
    public void The_quick_start_is_two_commands_and_the_second_is_what_the_checks_run()
    {
        var block = ShellBlock().Match(Readme).Groups[1].Value;

        Assert.Equal(["dotnet run -c Release --project src/Cli -- train lenet5", TestCommand], block.TrimEnd().Split('\n'));
        Assert.Contains($"\n{TestCommand} ", RepositoryFiles.Read("scripts/check"));
    }

    [Fact]
    public void Every_command_of_the_program_is_in_the_table()
    {
        var verbs = TopLevelCommand().Matches(CliSources).Select(match => match.Groups[1].Value.ToLowerInvariant()).ToList();

        Assert.NotEmpty(verbs);
        Assert.All(verbs, verb => Assert.Contains($"\n| `torchbasics {verb}", Readme));
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

    [Fact]
    public void Every_option_that_is_named_exists()
    {
        var foreign = new[] { "--help", "--project", "--broken", "--unsupported" }; // every program's, dotnet's, and the samples'

        Assert.All(
            Option().Matches(Readme).Select(match => match.Value).Distinct().Except(foreign),
            option => Assert.Contains($"\"{option}\"", CliSources));
    }

    [Theory]
    [InlineData(0, "samples/FirstModel/Program.cs", "scripts/packages --prove")]
    [InlineData(1, "samples/CheckYourModule/Program.cs", "--broken")]
    [InlineData(2, "samples/ExportYourModel/Program.cs", "--unsupported")]
    public void Code_that_is_shown_is_that_of_a_sample(int place, string sample, string call)
    {
        var code = CodeBlock().Matches(Readme)[place].Groups[1].Value;

        Assert.NotEmpty(code);
        Assert.Contains($"\n{code}", Unindented(RepositoryFiles.Read(sample)));
        Assert.Contains(call, RepositoryFiles.Read("scripts/check"));
    }

    [Fact]
    public void Every_file_that_is_named_exists()
    {
        var named = RepositoryPath().Matches(Readme).Select(match => match.Value.TrimEnd('/')).Distinct().ToList();

        Assert.Contains("scripts/kill-test", named);
        Assert.Equal([], named.Where(path => !Path.Exists(Path.Combine(RepositoryFiles.Root, path))));
    }

    [Fact]
    public void Every_exit_code_is_in_the_table()
    {
        var codes = new[] { 0, 1, 2, 3, 4, 130 };

        Assert.All(codes, code => Assert.Contains($"\n| {code} | ", Readme));
    }

    // Code within a block of its program.
    private static string Unindented(string text) => text + "\n" + text.Replace("\n    ", "\n", StringComparison.Ordinal);

    [GeneratedRegex("```sh\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("```csharp\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    // XCommand.Create(screen) makes the command "x".
    [GeneratedRegex("root\\.Add\\((\\w+)Command\\.Create")]
    private static partial Regex TopLevelCommand();

    // A whole command line, up to the end of the code span, a comment or the line.
    [GeneratedRegex("(?<=^|`)torchbasics [a-z]+(?: [\\w./-]+)*", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex("(?<=`)(?:src|tests|scripts|benchmarks|samples|docs)(?:/[\\w.-]+)*/?(?=`)|(?<=\\]\\()[A-Z]\\w+(?=\\))")]
    private static partial Regex RepositoryPath();
}
