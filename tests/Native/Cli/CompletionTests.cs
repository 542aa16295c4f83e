using TorchBasics.Cli;
using TorchBasics.Cli.Completing;
using TorchBasics.Cli.Rendering;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Data;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>What the tab key completes: by the program's answers.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_word_is_a_command()
    {
        Assert.Equal(
            [.. CommandLine.Build(Screen.Open()).Subcommands.Select(command => command.Name), "help"], Words(""));
        Assert.Equal(["train"], Words("tr"));
    }

    [Fact]
    public void A_command_inside_a_command_is_completed() => Assert.Equal(["fetch", "list", "show"], Words("data", "").Order());

    [Fact]
    public void Help_takes_commands_and_no_options()
    {
        Assert.Contains("train", Words("help", ""));
        Assert.Equal(["show"], Words("help", "data", "s"));
        Assert.Empty(Words("help", "train", "--"));
    }

    [Fact]
    public void Options_are_those_of_the_command_and_those_of_every_command()
    {
        Assert.Equal(["--label-column", "--label-smoothing"], Words("train", "--label").Order());
        Assert.Contains("--libtorch", Words("train", "mlp", "--"));
        Assert.DoesNotContain("--self-test", Words("train", "--"));
    }

    [Fact]
    public void An_option_that_was_typed_does_not_come_again_unless_it_may()
    {
        Assert.DoesNotContain("--seed", Words("train", "--seed", "3", "--"));
        Assert.Contains("--engine", Words("check", "--engine", "fused", "--"));
    }

    [Fact]
    public void A_value_that_is_one_of_a_few_words_is_completed_as_it_is_typed()
    {
        Assert.Equal(RecipeWords.Optimizers.Keys.Order(), Words("train", "lenet5", "--optimizer", "").Order());
        Assert.Equal(["adadelta", "adagrad", "adam", "adamw"], Words("train", "--optimizer", "ad").Order());
        Assert.Equal(["--schedule=one-cycle"], Words("train", "--schedule=on"));
        Assert.Equal(["one-cycle"], Words("train", "--schedule", "=", "on")); // as bash cuts words
    }

    [Theory]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("export")]
    [InlineData("benchmark")]
    public void Models_and_files_are_completed(string command)
    {
        var suggestions = Of(command, "lenet");

        Assert.Equal(
            ModelCatalog.All.Select(entry => entry.Name).Where(name => name.StartsWith("lenet", StringComparison.Ordinal)),
            suggestions.Candidates.Select(candidate => candidate.Word));
        Assert.Equal(PathWish.Files, suggestions.Paths);
        Assert.All(suggestions.Candidates, candidate => Assert.NotEmpty(candidate.Meaning));
    }

    [Theory]
    [InlineData(PathWish.Files, "train", "--architecture", "")]
    [InlineData(PathWish.Files, "import", "")]
    [InlineData(PathWish.Files, "predict", "a.png", "")]
    [InlineData(PathWish.Files, "export", "mlp", "-o", "")]
    [InlineData(PathWish.Folders, "train", "--resume", "")]
    [InlineData(PathWish.Folders, "check", "--run=", "")]
    [InlineData(PathWish.None, "train", "--epochs", "")]
    [InlineData(PathWish.None, "train", "mlp", "")]
    public void Names_of_files_and_folders_are_asked_for_where_they_can_stand(object paths, params string[] words) =>
        Assert.Equal(paths, words[1].EndsWith('=') ? Of(words[..2]).Paths : Of(words).Paths);

    [Fact]
    public void Data_sets_are_completed() =>
        Assert.Equal(DataCatalog.Names.Order(), Words("train", "lenet5", "--data", "").Order());

    [Fact]
    public void Behind_two_dashes_nothing_is_an_option() => Assert.Empty(Words("train", "--", "--"));

    [Fact]
    public void Where_nothing_else_can_stand_the_options_are_shown() => Assert.Contains("--epochs", Words("train", "lenet5", ""));

    [Fact]
    public void The_answer_is_a_line_for_each_word_and_one_for_paths()
    {
        var lines = CliProcess.Run(_folder.Path, new Dictionary<string, string> { ["TORCHBASICS_LIBTORCH"] = "/nowhere" },
            "[complete]", "train", "=lenet5-").ShouldSucceed().Split('\n');

        Assert.Equal(["lenet5-original\tLeNet-5 as published in 1998", ":files", ""], lines);
    }

    [Theory]
    [InlineData("bash", "complete -F _torchbasics torchbasics")]
    [InlineData("zsh", "#compdef torchbasics")]
    [InlineData("fish", "complete -c torchbasics")]
    [InlineData("powershell", "Register-ArgumentCompleter -Native -CommandName torchbasics")]
    public void Each_shell_has_a_script_with_the_lines_of_unix(string shell, string expected)
    {
        var output = CliProcess.Run(_folder.Path, "completion", shell).ShouldSucceed();

        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Contains("[complete]", output, StringComparison.Ordinal);
        Assert.EndsWith("\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', output);
    }

    [Fact]
    public void For_a_program_the_script_is_a_field()
    {
        var json = CliProcess.Run(_folder.Path, "completion", "powershell", "--json").Json;

        Assert.Equal("powershell", json.GetProperty("shell").GetString());
        Assert.Equal(
            CliProcess.Run(_folder.Path, "completion", "powershell").ShouldSucceed(), json.GetProperty("script").GetString());
    }

    [Fact]
    public void A_shell_that_is_not_known_is_refused()
    {
        CliProcess.Run(_folder.Path, "completion", "fsh").ShouldFail(
            2, "'fsh' is no shell that is known here; expected one of bash, zsh, fish, powershell. Did you mean ");
        CliProcess.Run(_folder.Path, "completion").ShouldFail(2, "completion");
    }

    [Fact]
    public void The_help_says_how_each_script_is_installed()
    {
        var output = CliProcess.Run(_folder.Path, "completion", "--help").ShouldSucceed();

        Assert.Contains("eval \"$(torchbasics completion bash)\"", output, StringComparison.Ordinal);
        Assert.Contains("torchbasics completion fish | source", output, StringComparison.Ordinal);
        Assert.Contains("torchbasics completion powershell | Out-String | Invoke-Expression", output, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Words(params string[] words) =>
        [.. Of(words).Candidates.Select(candidate => candidate.Word)];

    private static Suggestions Of(params string[] words) => Completer.Of(CommandLine.Build(Screen.Open()), words);
}
