using System.Xml.Linq;
using TorchBasics.Published;

namespace TorchBasics.Tests.Native.Cli;

/// <summary>"reproduce": what it lists, and what it refuses. Running is tried where a row is tried, and in the checks.</summary>
public sealed class ReproduceCommandTests : IDisposable
{
    private static readonly Dictionary<string, string> WithoutLibtorch = new() { ["TORCHBASICS_LIBTORCH"] = "/nowhere/libtorch" };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_rows_are_listed_with_what_was_published_and_measured()
    {
        var list = CliProcess.Run(_folder.Path, WithoutLibtorch, "reproduce", "--json").Json.GetProperty("rows");

        Assert.Equal(
            RowCatalog.All.Select(row => row.Name), list.EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        var first = list.EnumerateArray().First(row => row.GetProperty("name").GetString() == "lecun-1998/linear");
        Assert.Equal(12, first.GetProperty("lowestPublished").GetDouble());
        Assert.Equal(
            RowCatalog.Find("lecun-1998/linear").Seeds, first.GetProperty("measured").GetProperty("seeds").GetArrayLength());
    }

    [Fact]
    public void The_list_reads_in_a_terminal()
    {
        var output = CliProcess.Run(_folder.Path, WithoutLibtorch, "reproduce").ShouldSucceed();

        Assert.Contains("lecun-1998/linear", output, StringComparison.Ordinal);
        Assert.Contains("reproduce ROW' runs one.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_every_row_and_a_curve_for_each_that_took_several_epochs()
    {
        CliProcess.Run(_folder.Path, WithoutLibtorch, "reproduce", "--html", "page.html").ShouldSucceed();

        var page = XDocument.Load(_folder["page.html"]);
        var sections = page.Descendants("section").ToList();
        Assert.Equal(
            RowCatalog.All.Select(row => row.Name).Prepend("All rows"), sections.Select(section => section.Element("h2")!.Value));
        Assert.All(RowCatalog.All.Zip(sections.Skip(1)), pair => Assert.Equal(
            RowCatalog.MeasuredFor(pair.First)!.Seeds[0].Epochs.Count > 1, pair.Second.Descendants("figure").Any()));
        var linear = RowCatalog.MeasuredFor(RowCatalog.Find("lecun-1998/linear"))!;
        Assert.Contains(
            FormattableString.Invariant(
                $"from {linear.Seeds.Average(seed => seed.Epochs[0]):F2} % to {linear.Mean:F2} %; published 12.0 %."),
            page.ToString(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--html shows what was measured before; it does not go with a run.", "--all", "--html", "x.html")]
    [InlineData("There is no row 'lecun-1998/linea'. Did you mean 'lecun-1998/linear'?", "lecun-1998/linea")]
    [InlineData("ROW and --all do not go together.", "lecun-1998/linear", "--all")]
    [InlineData("--quick does not go with the list of results.", "--quick")]
    [InlineData("--seeds does not go with the list of results.", "--seeds", "3")]
    [InlineData("tensorflow-2015/softmax-regression has no quick form; these have one: ",
        "tensorflow-2015/softmax-regression", "--quick")]
    [InlineData("The number of seeds is 1; expected from 2 to 31.", "lecun-1998/linear", "--seeds", "1")]
    [InlineData("--resume needs --output: the folder that the interrupted run was given.", "lecun-1998/linear", "--resume")]
    public void A_mistake_is_told_and_nothing_is_written(string message, params string[] arguments)
    {
        CliProcess.Run(_folder.Path, ["reproduce", .. arguments]).ShouldFail(2, message);

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_row_of_one_s_own_is_run_from_its_file()
    {
        WriteRow(epochs: 1, seeds: 2);

        CliProcess.Run(_folder.Path, "reproduce", "mine.json", "--output", "results").ShouldSucceed();

        Assert.Contains("\"row\": \"mine\"", File.ReadAllText(_folder["results/mine.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_interrupted_is_gone_on_with_and_comes_to_what_it_would_have_come_to()
    {
        const string Resume = "Add --resume to go on with them, or delete it.";
        WriteRow(epochs: 10, seeds: 6);
        string[] command = ["reproduce", "mine.json", "--threads", "1", "--output"];
        using (var process = CliProcess.StartForSignals(_folder.Path, [.. command, "results"]))
        {
            Assert.True(
                SpinWait.SpinUntil(() => File.Exists(Seeds), TimeSpan.FromMinutes(1)), "No seed was kept.");
            CliProcess.Signal(process, "INT");
            CliProcess.End(process).ShouldFail(130, "seeds that were done are kept");
        }

        var kept = File.ReadAllText(Seeds);
        CliProcess.Run(_folder.Path, [.. command, "results"]).ShouldFail(2, Resume);
        Assert.Equal(kept, File.ReadAllText(Seeds));
        var resumed = CliProcess.Run(_folder.Path, [.. command, "results", "--resume"]).ShouldSucceed();

        Assert.Contains(" done before", resumed, StringComparison.Ordinal);
        Assert.False(File.Exists(Seeds));
        CliProcess.Run(_folder.Path, [.. command, "alone"]).ShouldSucceed();
        Assert.Equal(Hashes("alone/mine.json"), Hashes("results/mine.json"));
    }

    [Fact]
    public void A_row_that_is_finished_is_not_run_again_unless_it_is_another_by_now()
    {
        WriteRow(epochs: 1, seeds: 2);
        string[] command = ["reproduce", "mine.json", "--output", "results", "--resume"];
        var first = CliProcess.Run(_folder.Path, command).ShouldSucceed();
        var finished = File.ReadAllText(_folder["results/mine.json"]);

        var again = CliProcess.Run(_folder.Path, command).ShouldSucceed();

        Assert.DoesNotContain("done before", first, StringComparison.Ordinal);
        Assert.Contains("; 2 done before", again, StringComparison.Ordinal);
        Assert.Equal(finished, File.ReadAllText(_folder["results/mine.json"]));
        WriteRow(epochs: 2, seeds: 2);
        Assert.DoesNotContain("done before", CliProcess.Run(_folder.Path, command).ShouldSucceed(), StringComparison.Ordinal);
        Assert.All(ReproductionFile.ReadResult(_folder["results/mine.json"]).Seeds, seed => Assert.Equal(2, seed.Epochs.Count));
    }

    [Fact]
    public void Seeds_that_cannot_be_read_are_named()
    {
        WriteRow(epochs: 1, seeds: 2);
        Directory.CreateDirectory(_folder["results"]);
        File.WriteAllText(Seeds, "{ \"row\": ");

        CliProcess.Run(_folder.Path, "reproduce", "mine.json", "--output", "results", "--resume")
            .ShouldFail(3, "mine.seeds.json holds no seeds of a row: ");

        Assert.Equal("{ \"row\": ", File.ReadAllText(Seeds));
    }

    [Theory]
    [InlineData("{ \"result\": 3 }", "mine.json holds no row that can be run: ")]
    [InlineData("not json", "mine.json holds no row that can be run: ")]
    public void A_file_that_holds_no_row_is_named(string content, string message)
    {
        File.WriteAllText(_folder["mine.json"], content);

        CliProcess.Run(_folder.Path, "reproduce", "mine.json").ShouldFail(3, message);
        CliProcess.Run(_folder.Path, "reproduce", "other.json").ShouldFail(3, "other.json");
    }

    [Fact]
    public void Without_the_data_it_says_what_to_do_and_leaves_no_folder()
    {
        var environment = new Dictionary<string, string> { ["TORCHBASICS_DATA"] = _folder["nothing"] };

        CliProcess.Run(_folder.Path, environment, "reproduce", "lecun-1998/linear", "--output", "results")
            .ShouldFail(3, "mnist");

        Assert.Empty(_folder.Names);
    }

    private string Seeds => _folder["results/mine.seeds.json"];

    private string[] Hashes(string file) =>
        [.. ReproductionFile.ReadResult(_folder[file]).Seeds.Select(seed => seed.WeightHash)];

    private void WriteRow(int epochs, int seeds) =>
        File.WriteAllText(_folder["mine.json"], $$"""
            {
              "result": "softmax regression, one pass over drawn digits",
              "source": "none", "isChecked": true, "error": 50, "digit": 1, "network": "softmax-regression",
              "recipe": {
                "data": "digits", "epochs": {{epochs}}, "batchSize": 64, "learningRate": 0.1, "optimizer": "Sgd", "momentum": 0,
                "schedule": "Constant", "loss": "CrossEntropy", "pixels": { "background": 0, "foreground": 1 }
              },
              "seeds": {{seeds}}, "deviations": []
            }
            """);
}
