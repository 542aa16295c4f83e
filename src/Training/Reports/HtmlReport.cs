using TorchBasics.Core.Errors;
using TorchBasics.Pages;
using TorchBasics.Training.Data;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;
using static TorchBasics.Pages.Html;

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
                ErrorKind.Failed,
                $"{Path.Combine(run.Folder, FileName)} could not be written: {exception.Message} The run itself is complete.",
                exception);
        }
    }

    /// <summary>The report as text.</summary>
    /// <param name="content">What to show.</param>
    /// <returns>An HTML document that is also well-formed XML.</returns>
    public static string Compose(ReportContent content)
    {
        var title = $"{content.Record.Request.Model} on {content.Model.TrainedOn}";
        return Page.Compose(
            title,
            StatusSection.Of(content).Prepend(Element("h1", title)),
            KeyFiguresSection.Of(content),
            CurvesSection.Of(content),
            TargetsSection.Of(content),
            ConfusionSection.Of(content),
            ClassesSection.Of(content),
            MistakesSection.Of(content),
            KernelsSection.Of(content),
            RepeatSection.Of(content));
    }

    private static ReportContent Collect(TrainingRun run, RunRecord record)
    {
        var content = new ReportContent { Record = record, Model = run.ToModel() };
        if (record.Test is null || !run.Data.Test.IsPictures)
            return content;
        using var test = new TensorData(run.Data.Test, content.Model.Normalization, run.Network.State[0].Values.device);
        return content with { Test = run.Data.Test, Mistakes = Mistakes.Find(run.Network, test, MistakesShown) };
    }
}
