using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TorchBasics.Core.Errors;
using TorchBasics.Tests.Managed.Pages;
using TorchBasics.Training.Metrics;
using TorchBasics.Training.Records;
using TorchBasics.Training.Reports;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training.Reports;

public class HtmlReportTests
{
    private static readonly string[] Titles =
        ["Epoch", "Loss (nats per sample)", "Accuracy (%)", "Learning rate (per step)", "training", "test"];

    [Fact]
    public void The_report_shows_the_figures_of_the_record()
    {
        using var folder = new TemporaryFolder();

        var record = Runs.Complete(Runs.Digits(), folder["run"], new HtmlReport());
        var page = PageTree.Read(folder["run/report.html"]);
        var figures = page.Figures();

        Assert.Equal("lenet1 on digits", page.Elements("h1").Single().Value);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{100 * record.Test!.Accuracy:F2} %"), figures["Test accuracy"]);
        Assert.Contains($"{record.Test.Interval} with 95 % confidence", page.Section("figures").Value, StringComparison.Ordinal);
        Assert.Equal(record.Test.Loss, double.Parse(figures["Test loss"], CultureInfo.InvariantCulture), 1e-3 * record.Test.Loss);
        Assert.Equal($"{record.Parameters:N0}", figures["Parameters"]);
        Assert.Equal("2 of 2", figures["Epochs"]);
        Assert.Equal("1", figures["Seed"]);
        Assert.Equal(record.Hardware, figures["Device"]);
        Assert.Equal(record.WeightHash, figures["SHA-256 of the final weights"]);
        Assert.Equal(record.Test.Confusion.Counts.Select(row => row.Select(count => $"{count:N0}")), page.Cells("confusion"));
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"{100 * record.Test.Confusion.Recall(3):F2} %"),
            page.Cells("classes")[3][1]);
    }

    [Fact]
    public void A_run_on_pictures_has_every_section()
    {
        using var folder = new TemporaryFolder();

        var record = Runs.Complete(Runs.Digits(), folder["run"], new HtmlReport());
        var page = PageTree.Read(folder["run/report.html"]);

        Assert.Equal(["figures", "curves", "confusion", "classes", "mistakes", "kernels", "repeat"], page.Sections);
        Assert.Equal(3, page.Elements("svg").Count);
        Assert.Equal(Math.Min(24, record.Test!.Count - record.Test.Correct), page.Section("mistakes").Descendants("img").Count());
        Assert.Equal(4, page.Section("kernels").Descendants("img").Count()); // LeNet-1 begins with 4 kernels of 5x5
        Assert.All(page.Elements("img"), image => Assert.NotEmpty(image.Attribute("alt")!.Value));
    }

    [Fact]
    public void The_report_needs_nothing_but_itself()
    {
        using var folder = new TemporaryFolder();

        Runs.Complete(Runs.Digits(), folder["run"], new HtmlReport());
        var page = PageTree.Read(folder["run/report.html"]);

        page.NeedsNothingElse();
    }

    [Fact]
    public void Charts_have_text_that_is_text_and_colours_of_the_page()
    {
        using var folder = new TemporaryFolder();

        Runs.Complete(Runs.Digits(), folder["run"], new HtmlReport());
        var page = PageTree.Read(folder["run/report.html"]);
        var words = page.Elements("text").Select(text => text.Value).ToList();

        Assert.All(Titles, title => Assert.Contains(title, words));
        Assert.All(page.Elements("svg"), chart => Assert.DoesNotContain("rgb(", chart.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Elements_without_content_are_closed_as_HTML_wants_it()
    {
        using var folder = new TemporaryFolder();
        using var run = TrainingRun.Start(Runs.Xor(epochs: 1), folder["run"]);
        var record = run.Execute(new Runs.Silence(), TestContext.Current.CancellationToken);
        var faultless = new ConfusionMatrix(
            [.. Enumerable.Range(0, 31).Select(c => Enumerable.Range(0, 31).Select(k => k == c ? 1L : 0L).ToList())]);

        var html = HtmlReport.Compose(
            new ReportContent { Record = record with { Test = new Evaluation(0, faultless) }, Model = run.ToModel() });

        // with more classes than a table can hold, the list of confusions, which is empty
        Assert.Empty(new PageTree(html).Cells("confusion"));
        Assert.DoesNotMatch(
            "<(?!meta|img|br)[a-z0-9]+[^>]*/>", Regex.Replace(html, "<svg.*?</svg>", "", RegexOptions.Singleline));
    }

    [Fact]
    public void The_most_frequent_mistake_is_as_dark_as_a_class_that_is_always_right()
    {
        using var folder = new TemporaryFolder();
        using var run = TrainingRun.Start(Runs.Xor(epochs: 1), folder["run"]);
        var record = run.Execute(new Runs.Silence(), TestContext.Current.CancellationToken);

        var html = HtmlReport.Compose(new ReportContent
        {
            Record = record with { Test = new Evaluation(0, new ConfusionMatrix([[10, 0], [2, 8]])) },
            Model = run.ToModel()
        });
        var styles = new PageTree(html)
            .Section("confusion").Descendants().Attributes("style").Select(style => style.Value).ToList();

        Assert.Equal(3, styles.Count); // none for a count of 0
        Assert.Equal(styles[0], styles[1]);
        Assert.NotEqual(styles[0], styles[2]);
    }

    [Fact]
    public void A_run_on_vectors_has_no_pictures()
    {
        using var folder = new TemporaryFolder();

        Runs.Complete(Runs.Xor(epochs: 1), folder["run"], new HtmlReport());
        var page = PageTree.Read(folder["run/report.html"]);

        Assert.Equal(["figures", "curves", "confusion", "classes", "repeat"], page.Sections);
        Assert.Empty(page.Elements("img"));
    }

    [Fact]
    public void An_interrupted_run_shows_how_far_it_came()
    {
        using var folder = new TemporaryFolder();

        Sessions.StopAt(step: 3, Runs.Xor(epochs: 4), folder["run"], new HtmlReport());
        var page = PageTree.Read(folder["run/report.html"]);

        Assert.Equal(["figures", "curves", "repeat"], page.Sections);
        Assert.Equal("1 of 4", page.Figures()["Epochs"]);
        Assert.Contains("It was interrupted", page.Elements("header").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_fails_after_an_epoch_shows_the_error()
    {
        using var folder = new TemporaryFolder();

        Sessions.FailAt(step: 3, Runs.Xor(epochs: 4), folder["run"], new HtmlReport());
        var page = PageTree.Read(folder["run/report.html"]);

        Assert.Contains("The <plug> was pulled & all is lost.", page.Elements("p").Select(paragraph => paragraph.Value));
    }

    [Fact]
    public void A_run_that_fails_before_its_first_epoch_leaves_no_report()
    {
        using var folder = new TemporaryFolder();

        Sessions.FailAt(step: 1, Runs.Xor(epochs: 4), folder["run"], new HtmlReport());

        Assert.False(File.Exists(folder["run/report.html"]));
    }

    [Fact]
    public void Names_from_outside_are_text_and_nothing_else()
    {
        const string hostile = "</td><script>alert('\u0001')</script>&amp;\"";
        using var folder = new TemporaryFolder();
        var content = Hostile(folder["run"], hostile);

        var page = new PageTree(HtmlReport.Compose(content));

        var expected = hostile.Replace('\u0001', '\uFFFD'); // a control character that neither XML nor HTML can hold
        Assert.DoesNotContain(page.All, element => element.Name.LocalName == "script");
        Assert.Contains(expected, page.Section("confusion").Descendants("th").Select(header => header.Value));
        Assert.Contains(
            expected, page.Section("mistakes").Descendants("img").Single().Attribute("alt")!.Value, StringComparison.Ordinal);
        Assert.Equal($"lenet1 on {expected}", page.Elements("title").Single().Value);
    }

    [Fact]
    public void A_report_that_cannot_be_written_is_an_error_that_names_the_file_and_leaves_the_model()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["run/report.html"]);

        var error = Assert.Throws<TorchBasicsException>(() => Runs.Complete(Runs.Xor(), folder["run"], new HtmlReport()));

        Assert.Contains(folder["run/report.html"], error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["run/model.safetensors"]));
        using var opened = RunFolder.Open(folder["run"]);
        Assert.Equal(RunStatus.Completed, opened.ReadRecord()!.Status);
    }

    private static ReportContent Hostile(string folder, string name)
    {
        using var run = TrainingRun.Start(Runs.Digits(epochs: 1), folder);
        var record = run.Execute(new Runs.Silence());
        return new ReportContent
        {
            Record = record,
            Model = run.ToModel() with { ClassNames = [.. Enumerable.Repeat(name, 10)], TrainedOn = name },
            Test = run.Data.Test,
            Mistakes = [new Mistake(Index: 0, Label: 1, Predicted: 2, Probability: 0.9, Loss: 3)],
        };
    }
}
