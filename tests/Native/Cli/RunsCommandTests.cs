using TorchBasics.Tests.Managed.Pages;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>Two runs of XOR, made once, in the folder where the commands look for them; each test has a copy.</summary>
public sealed class RunsCommandTests(RunsCommandTests.Trained trained) : IClassFixture<RunsCommandTests.Trained>, IDisposable
{
    private static readonly Dictionary<string, string> WithoutLibtorch = new() { ["TORCHBASICS_LIBTORCH"] = "/nowhere/libtorch" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Runs_are_listed_with_the_newest_first_without_libtorch()
    {
        Copy();

        var runs = CliProcess.Run(_folder.Path, WithoutLibtorch, "runs", "--json").Json.GetProperty("runs");

        Assert.Equal(["runs/b", "runs/a"], runs.EnumerateArray().Select(run => run.GetProperty("folder").GetString()));
        Assert.Equal("completed", runs[0].GetProperty("status").GetString());
        Assert.Equal((4, 4), (runs[0].GetProperty("epochs").GetInt32(), runs[0].GetProperty("totalEpochs").GetInt32()));
        Assert.Equal(
            Directory.GetFiles(_folder["runs/b"], "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length),
            runs[0].GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void The_list_reads_in_a_terminal()
    {
        Copy();

        var output = CliProcess.Run(_folder.Path, "runs").ShouldSucceed();

        Assert.Contains("xor-mlp", output, StringComparison.Ordinal);
        Assert.Contains("completed", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_there_are_no_runs_the_list_says_how_to_make_one()
    {
        Assert.Contains(
            "train lenet5", CliProcess.Run(_folder.Path, "runs").ShouldSucceed(), StringComparison.Ordinal);
        CliProcess.Run(_folder.Path, "runs", "--folder", "gone").ShouldFail(3, "gone is not a folder");
    }

    [Fact]
    public void A_damaged_record_is_listed_and_told()
    {
        Copy();
        File.WriteAllText(_folder["runs/a/run.json"], "{");

        var result = CliProcess.Run(_folder.Path, "runs");

        Assert.Contains("damaged", result.ShouldSucceed(), StringComparison.Ordinal);
        Assert.Contains("run.json", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Members_of_a_committee_are_listed_by_their_folders()
    {
        CliProcess.Run(
            _folder.Path, "train", "xor-mlp", "--epochs", "1", "--members", "2", "--output", "runs/pair").ShouldSucceed();

        var runs = CliProcess.Run(_folder.Path, "runs", "--json").Json.GetProperty("runs");

        Assert.Equal(2, runs.GetArrayLength());
        Assert.All(runs.EnumerateArray(), run => Assert.StartsWith(
            "runs/pair/", run.GetProperty("folder").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_comparison_names_the_options_that_differ_and_no_others()
    {
        Copy();

        var json = CliProcess.Run(_folder.Path, WithoutLibtorch, "runs", "compare", "a", "b", "--json").Json;

        Assert.Equal(
            [("--epochs", "2", "4"), ("--seed", "7", "8")],
            json.GetProperty("options").EnumerateArray().Select(option => (
                option.GetProperty("option").GetString()!,
                option.GetProperty("first").GetString()!,
                option.GetProperty("second").GetString()!)).Order());
        Assert.True(json.GetProperty("sameData").GetBoolean());
        Assert.False(json.GetProperty("sameWeights").GetBoolean());
        Assert.Equal(0, json.GetProperty("sameCurves").GetInt32());
    }

    [Fact]
    public void The_same_run_once_more_has_the_same_weights()
    {
        Copy();
        CliProcess.Run(
            _folder.Path, "train", "xor-mlp", "--epochs", "2", "--seed", "7", "--output", "runs/again").ShouldSucceed();

        var result = CliProcess.Run(_folder.Path, "runs", "compare", "a", "runs/again");

        Assert.Contains(
            "The same samples, the same weights to the last bit.", result.ShouldSucceed(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_comparison_has_the_curves_of_both()
    {
        Copy();

        CliProcess.Run(_folder.Path, "runs", "compare", "a", "b", "--html", "pages/ab.html").ShouldSucceed();

        var page = PageTree.Read(_folder["pages/ab.html"]);
        page.NeedsNothingElse();
        Assert.Equal(["figures", "options", "curves"], page.Sections);
        Assert.Equal([["2", "4"], ["7", "8"]], page.Cells("options"));
        Assert.Contains("Loss over 4 epochs: a from", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_run_cannot_be_compared()
    {
        Copy();

        CliProcess.Run(_folder.Path, "runs", "compare", "a", "c").ShouldFail(3, "c does not exist");
        CliProcess.Run(_folder.Path, "runs", "compare", "a", "runs").ShouldFail(3, "runs is not the folder of a run");
    }

    [Fact]
    public void Without_yes_nothing_is_deleted()
    {
        Copy();

        var result = CliProcess.Run(_folder.Path, "runs", "delete", "a");

        result.ShouldFail(2, "--yes");
        Assert.Contains("would delete runs/a", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["runs/a/model.safetensors"]));
    }

    [Fact]
    public void A_program_is_told_what_was_deleted_and_what_stayed()
    {
        Copy();
        File.WriteAllText(_folder["runs/a/notes.txt"], "mine");

        var listed = CliProcess.Run(_folder.Path, "runs", "delete", "a", "--json");
        var deleted = CliProcess.Run(_folder.Path, "runs", "delete", "a", "--yes", "--json");

        listed.ShouldFail(2, "--yes");
        Assert.False(listed.Json.GetProperty("isDeleted").GetBoolean());
        Assert.True(deleted.Json.GetProperty("isDeleted").GetBoolean());
        var run = Assert.Single(deleted.Json.GetProperty("runs").EnumerateArray());
        Assert.Equal("runs/a", run.GetProperty("folder").GetString());
        Assert.Equal(["notes.txt"], run.GetProperty("left").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(
            listed.Json.GetProperty("runs")[0].GetProperty("bytes").GetInt64(), run.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public void A_deleted_run_is_gone_and_the_others_stay()
    {
        Copy();

        CliProcess.Run(_folder.Path, WithoutLibtorch, "runs", "delete", "a", "--yes").ShouldSucceed();

        Assert.Equal([_folder["runs/b"]], Directory.GetFileSystemEntries(_folder["runs"]));
    }

    [Fact]
    public void A_file_that_no_run_writes_is_kept()
    {
        Copy();
        File.WriteAllText(_folder["runs/a/notes.txt"], "mine");

        var result = CliProcess.Run(_folder.Path, "runs", "delete", "runs/a", "--yes");

        result.ShouldSucceed();
        Assert.Contains("notes.txt", result.Error, StringComparison.Ordinal);
        Assert.Equal([_folder["runs/a/notes.txt"]], Directory.GetFileSystemEntries(_folder["runs/a"]));
    }

    [Fact]
    public void A_run_that_is_training_is_not_deleted()
    {
        Copy();
        using (RunFolder.Open(_folder["runs/a"]))
        {
            CliProcess.Run(_folder.Path, "runs", "delete", "b", "a", "--yes")
                .ShouldFail(1, "runs/a is in use", "Nothing was deleted");
            Assert.Contains("training", CliProcess.Run(_folder.Path, "runs").ShouldSucceed(), StringComparison.Ordinal);
        }

        Assert.True(File.Exists(_folder["runs/b/model.safetensors"]));
    }

    [Fact]
    public void A_folder_with_a_link_is_left_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need rights there.");
        Copy();
        File.WriteAllText(_folder["precious"], "mine");
        File.CreateSymbolicLink(_folder["runs/a/metrics.csv.link"], _folder["precious"]);

        CliProcess.Run(_folder.Path, "runs", "delete", "a", "--yes").ShouldFail(3, "is a link to");

        Assert.True(File.Exists(_folder["runs/a/model.safetensors"]));
        Assert.Equal("mine", File.ReadAllText(_folder["precious"]));
    }

    [Fact]
    public void A_folder_without_a_run_is_not_deleted()
    {
        Directory.CreateDirectory(_folder["runs/mine"]);
        File.WriteAllText(_folder["runs/mine/model.safetensors"], "not of a run");

        CliProcess.Run(_folder.Path, "runs", "delete", "mine", "--yes").ShouldFail(3, "is not the folder of a run");

        Assert.True(File.Exists(_folder["runs/mine/model.safetensors"]));
    }

    private void Copy()
    {
        foreach (var file in Directory.EnumerateFiles(trained.Path, "*", SearchOption.AllDirectories))
        {
            var target = _folder[Path.GetRelativePath(trained.Path, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained()
        {
            foreach (var (name, epochs, seed) in new[] { ("a", "2", "7"), ("b", "4", "8") })
                CliProcess.Run(
                    _folder.Path, "train", "xor-mlp", "--epochs", epochs, "--seed", seed, "--output", $"runs/{name}")
                    .ShouldSucceed();
        }

        public string Path => _folder.Path;

        public void Dispose() => _folder.Dispose();
    }
}
