using System.Text.Json;
using System.Xml.Linq;
using TorchBasics.Core.Catalog;
using TorchBasics.Core.Errors;
using TorchBasics.Reference.Numbers;
using TorchBasics.Tests.Managed.Pages;
using TorchBasics.Verification.Engines;
using TorchBasics.Verification.Faults;
using TorchBasics.Verification.Reports;
using TorchBasics.Verification.Running;

namespace TorchBasics.Tests.Native.Verification.Reports;

/// <summary>A report says the same in every form: what was compared, what is wrong, and where.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CheckReport Good { get; } = Report(new TorchEngine(Precision.Float32));

    private static CheckReport Bad { get; } = Report(
        Fault.All.Single(fault => fault.Name == "sum instead of mean" && fault.Group == "loss").Engine());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_good_run_passes_with_the_largest_share_of_its_bound()
    {
        Assert.True(Good.Passed);
        Assert.InRange(Good.Worst!.Worst.Fraction, 0.001, 1);
        Assert.StartsWith("All within bounds: 1 model, ", Good.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deviation_is_named_by_its_cause()
    {
        Assert.False(Bad.Passed);
        Assert.Contains(
            "first loss.value of xor-mlp on libtorch float32 (local check, step 1)", Bad.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void The_json_form_holds_the_verdict_and_every_row()
    {
        using var json = JsonDocument.Parse(JsonReport.ToText(Bad));

        Assert.False(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Contains(
            json.RootElement.EnumerateObject(),
            property => property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == Bad.Rows.Count);
    }

    [Fact]
    public void The_junit_form_counts_its_cases_and_failures()
    {
        var cases = XDocument.Parse(JUnitReport.ToText(Bad)).Descendants("testcase").ToList();

        Assert.Equal(Bad.Rows.Count, cases.Count);
        Assert.Equal(Bad.Failures.Count, cases.Count(test => test.Element("failure") is not null));
        Assert.Contains(
            "off by",
            cases.First(test => test.Element("failure") is not null).Element("failure")!.Value,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_nothing_from_outside_and_shows_the_fault()
    {
        var page = new PageTree(HtmlCheckReport.ToText(Bad));

        page.NeedsNothingElse();
        Assert.Empty(page.Elements("img"));
        Assert.Equal(["failures", "matrix", "models", "runs", "histograms", "arrays"], page.Sections);
        Assert.StartsWith("loss.value of xor-mlp", page.Elements("strong")[0].Value, StringComparison.Ordinal);
        Assert.Equal(Bad.Matrix().Count, page.Elements("svg").Count);
        Assert.Equal(Bad.Verdict, page.Elements("p").Single(paragraph => paragraph.Attribute("class")?.Value == "error").Value);
    }

    [Fact]
    public void The_page_has_a_row_for_every_array_and_marks_those_out_of_bounds()
    {
        var rows = new PageTree(HtmlCheckReport.ToText(Bad))
            .Section("arrays").Descendants("tbody").Single().Elements("tr").ToList();

        Assert.Equal(Bad.Rows.Count, rows.Count);
        Assert.Equal(Bad.Rows.Count(row => !row.Worst.Passed), rows.Count(row => row.Attribute("class")?.Value == "bad"));
        Assert.All(rows, row => Assert.Equal("row", row.Elements().First().Attribute("scope")?.Value));
    }

    [Fact]
    public void Names_from_outside_are_text_on_the_page()
    {
        const string hostile = "</p><script>alert(1)</script>";
        var plan = new CheckPlan([], [], new CheckOptions());
        var report = CheckRunner.Run(
            plan, new Dictionary<string, string> { [hostile] = "1" }, cancellation: TestContext.Current.CancellationToken);

        var page = new PageTree(HtmlCheckReport.ToText(report));

        page.NeedsNothingElse();
        Assert.Contains(page.Elements("p"), paragraph => paragraph.Value.StartsWith(hostile, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_shows_how_far_the_run_was_followed_and_what_threads_change()
    {
        var spec = RunSpecs.Random(XorMlp.Architecture, XorMlp.Recipe, steps: 2, batchSize: 3, seed: 1);
        var (one, two) = (new TorchEngine(Precision.Float64), new TorchEngine(Precision.Float64, threads: 2));

        var page = HtmlCheckReport.ToText(CheckRunner.Run(
            new CheckPlan([spec], [one], new CheckOptions()) { ThreadPairs = [(one, two)] },
            new Dictionary<string, string>(),
            cancellation: TestContext.Current.CancellationToken));

        Assert.Contains("libtorch float64: followed 2 of 2 steps", page, StringComparison.Ordinal);
        Assert.Contains("libtorch float64 and libtorch float64 x2", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check.json", "{")]
    [InlineData("check.xml", "<?xml")]
    [InlineData("check.html", "<!DOCTYPE html>")]
    public void The_extension_chooses_the_form(string name, string start)
    {
        ReportFile.Write(_folder[name], Good);

        Assert.StartsWith(start, File.ReadAllText(_folder[name]), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_extension_is_refused_by_name()
    {
        var error = Assert.Throws<TorchBasicsException>(() => ReportFile.CheckName(_folder["check.htm"]));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.Contains("ends in '.htm'", error.Message, StringComparison.Ordinal);
    }

    private static CheckReport Report(IEngine engine)
    {
        var spec = RunSpecs.Random(XorMlp.Architecture, XorMlp.Recipe, steps: 2, batchSize: 3, seed: 1);
        var plan = new CheckPlan([spec], [engine], new CheckOptions());
        return CheckRunner.Run(plan, new Dictionary<string, string> { ["torchbasics"] = "test" });
    }
}
