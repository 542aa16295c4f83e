using TorchBasics.Core.Errors;
using TorchBasics.Formats;
using TorchBasics.Tests.Managed.Formats;
using TorchBasics.Training.Checkpoints;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Damage;

/// <summary>Every operation of the file system while a run saves, failing once and for ever.</summary>
/// <param name="root">Where the folders go.</param>
/// <param name="stopped">A run to continue.</param>
/// <param name="tally">What is counted.</param>
internal sealed class FailingSaves(string root, BaseRun stopped, Tally tally)
{
    /// <summary>Lets them fail, in a new run and in one that continues.</summary>
    /// <param name="every">One in so many.</param>
    public void Run(int every)
    {
        foreach (var resumes in new[] { false, true })
        {
            foreach (var forever in new[] { false, true })
            {
                var operations = Operations(resumes);
                for (var failing = 1; failing <= operations; failing += every)
                    tally.Add(
                        $"saving fails {(forever ? "for ever" : "once")}, {(resumes ? "continued" : "new")} run",
                        One(resumes, failing, forever));
            }
        }
    }

    private int Operations(bool resumes)
    {
        var files = new FaultyFileOperations(failing: 0, forever: false);
        using var run = Open(Prepare(resumes), resumes, files);
        run.Execute(BaseRun.Writers());
        return files.Log.Count;
    }

    private Outcome One(bool resumes, int failing, bool forever)
    {
        var folder = Prepare(resumes);
        try
        {
            using var run = Open(folder, resumes, new FaultyFileOperations(failing, forever));
            run.Execute(BaseRun.Writers());
        }
        catch (TorchBasicsException error) when (error.Kind == ErrorKind.Failed
            && error.Message.Contains(folder, StringComparison.Ordinal))
        {
            // As it should be: the file is named, and what was safe is.
        }
        catch (Exception error)
        {
            return Find(resumes, failing, forever, $"ended with {error}");
        }

        try
        {
            var continues = resumes || Directory.EnumerateFiles(Path.Combine(folder, "checkpoints"), "step-*").Any();
            using var run = Open(folder, continues, FileOperations.Instance);
            var record = run.Execute(BaseRun.Writers());
            return record.WeightHash == stopped.WeightHash
                && RunRecordFile.Read(Path.Combine(folder, "run.json")) is { WeightHash: { } hash } && hash == record.WeightHash
                ? Outcome.Same
                : Find(resumes, failing, forever, $"led to the weights {record.WeightHash}");
        }
        catch (TorchBasicsException error)
        {
            return Find(resumes, failing, forever, $"left a folder that does not continue: {error.Message}");
        }
    }

    private TrainingRun Open(string folder, bool continues, IFileOperations files) => continues
        ? TrainingRun.Resume(
            folder, damage => tally.Findings.Add($"A checkpoint was damaged: {damage.Message}"), adjust: null, files)
        : TrainingRun.Start(stopped.Request, folder, files);

    private string Prepare(bool resumes)
    {
        var folder = Path.Combine(root, "failing");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        if (resumes)
            _ = new Victim(stopped, folder);
        return folder;
    }

    private Outcome Find(bool resumes, int failing, bool forever, string what)
    {
        tally.Findings.Add(
            $"operation {failing} failing {(forever ? "for ever" : "once")} in a {(resumes ? "continued" : "new")} run {what}");
        return Outcome.Finding;
    }
}
