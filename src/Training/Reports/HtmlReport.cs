using System.Xml.Linq;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using static TorchBasics.Training.Reports.Html;

namespace TorchBasics.Training.Reports;

/// <summary>
/// Writes report.html into the folder of a run when a session ends: one file that needs nothing else, neither network
/// nor scripts, readable in light and dark and on a phone.
/// </summary>
/// <remarks>A run that failed before its first epoch has nothing to report and gets no file.</remarks>
public sealed class HtmlReport : ITrainingObserver
{
    /// <summary>Name of the file in the folder of the run.</summary>
    public const string FileName = "report.html";

    private const int MistakesShown = 24;

    // The browser itself keeps the promise that the file loads nothing and runs nothing.
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <inheritdoc/>
    /// <exception cref="TorchBasicsException">The file could not be written; model and record are complete.</exception>
    public void OnEnd(TrainingRun run, RunRecord record)
    {
        var failed = record.Status == RunStatus.Failed;
        if (failed && record.Epochs.Count == 0)
            return;
        try
        {
            run.Write(FileName, Compose(Collect(run, record)));
        }
        catch (Exception) when (failed)
        {
            // The error that ended the run is the one to report.
        }
        catch (Exception exception) when (exception is not TorchBasicsException)
        {
            throw new TorchBasicsException(
                ErrorKind.Failed, $"{Path.Combine(run.Folder, FileName)} could not be written: {exception.Message} The run itself is complete.", exception);
        }
    }

    /// <summary>The report as text.</summary>
    /// <param name="content">What to show.</param>
    /// <returns>An HTML document that is also well-formed XML.</returns>
    public static string Compose(ReportContent content)
    {
        var title = $"{content.Record.Request.Model} on {content.Model.TrainedOn}";
        return Serialize(Element(
            "html",
            Attribute("lang", "en"),
            Head(title),
            Element(
                "body",
                Element("header", Element("h1", title), StatusSection.Of(content)),
                Element(
                    "main",
                    KeyFiguresSection.Of(content),
                    CurvesSection.Of(content),
                    ConfusionSection.Of(content),
                    ClassesSection.Of(content),
                    MistakesSection.Of(content),
                    KernelsSection.Of(content),
                    RepeatSection.Of(content)))));
    }

    private static ReportContent Collect(TrainingRun run, RunRecord record)
    {
        var content = new ReportContent { Record = record, Model = run.ToModel() };
        if (record.Test is null || !run.Data.Test.IsPictures)
            return content;
        using var test = new TensorData(run.Data.Test, content.Model.Normalization, run.Network.State[0].Values.device);
        return content with { Test = run.Data.Test, Mistakes = Mistakes.Find(run.Network, test, MistakesShown) };
    }

    private static XElement Head(string title) => Element(
        "head",
        Element("meta", Attribute("charset", "utf-8")),
        Element("meta", Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", Policy)),
        Element("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")),
        Element("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark")),
        Element("title", title),
        Element("style", ReportStyle.Text));
}
