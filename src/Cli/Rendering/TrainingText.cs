using TorchBasics.Core;
using TorchBasics.Kernels.Plans;
using TorchBasics.Training;
using TorchBasics.Training.Data;
using TorchBasics.Training.Runs;

namespace TorchBasics.Cli.Rendering;

/// <summary>A run in lines of text that fit 80 columns.</summary>
internal static class TrainingText
{
    private const int WidthOfEpoch = 75; // with all figures, those of a validation set

    /// <summary>What a run is made of, before its first step, and the heading of the epochs.</summary>
    public static IEnumerable<string> Header(TrainingRun run, int width)
    {
        foreach (var line in Facts(run).SelectMany(fact => LabelledText.Lines(fact.Label, fact.Text, width)))
            yield return line;
        yield return "";
        yield return run.Data.Train.Targets is not null
            ? $"epoch  train loss  {run.WatchedSet} loss        R2        RMSE      rate"
            : width < WidthOfEpoch
            ? $"epoch  train loss  {run.WatchedSet} loss  accuracy"
            : $"epoch  train loss   accuracy  {run.WatchedSet} loss   accuracy      rate  {Unit(run) + "/s",9}";
        foreach (var epoch in run.History)
            yield return Epoch(run, epoch, width);
    }

    /// <summary>One epoch, below the heading.</summary>
    public static string Epoch(TrainingRun run, EpochMetrics metrics, int width) => metrics is { RSquared: { } explained }
        ? $"{metrics.Epoch,5}  {Figures.Loss(metrics.TrainLoss),10}  "
            + $"{Figures.Loss(metrics.Loss).PadLeft(run.WatchedSet.Length + 5)}  {explained,8:F4}  "
            + $"{Figures.Quantity(metrics.Rmse ?? 0),10}  {Figures.Rate(metrics.LearningRate),8}"
        : width < WidthOfEpoch
        ? $"{metrics.Epoch,5}  {Figures.Loss(metrics.TrainLoss),10}  "
            + $"{Figures.Loss(metrics.Loss).PadLeft(run.WatchedSet.Length + 5)}  {Figures.Percent(metrics.Accuracy)}"
        : $"{metrics.Epoch,5}  {Figures.Loss(metrics.TrainLoss),10}  {Figures.Percent(metrics.TrainAccuracy),9}  "
            + $"{Figures.Loss(metrics.Loss).PadLeft(run.WatchedSet.Length + 5)}"
        + $"  {Figures.Percent(metrics.Accuracy),9}  {Figures.Rate(metrics.LearningRate),8}  {Speed(run, metrics),9}";

    private static IEnumerable<(string Label, string Text)> Facts(TrainingRun run)
    {
        var (request, data) = (run.Request, run.Data);
        var versions = Versions.All();
        yield return ("versions", $"TorchBasics {versions["torchbasics"]}, TorchSharp {versions["torchsharp"]}, "
            + $"libtorch {versions["libtorch"]}, .NET {versions["dotnet"]}");
        yield return ("device", Computing.Describe(request.Device));
        yield return ("kernels", run.Trainer.IsFused ? $"fused, {KernelSupport.Kernels}" : "libtorch");
        if (run.Trainer.KernelRemark is { } remark)
            yield return ("", remark);
        if (run.Trainer.RecordingRemark is { } obstacle)
            yield return ("", $"without CUDA graphs: {obstacle}");
        yield return ("model", $"{request.Model}, {Counted.Of(run.Network.Architecture.ParameterCount, "parameter")}");
        if (request.Architecture is { } file)
            yield return ("", $"as {file} describes it");
        if (request.Origin is { } origin)
            yield return ("weights", $"begin with those of {origin}");
        yield return (
            "data", $"{data.Train.Name}, {data.Train.Count:N0} to learn from, {HeldOut(data)}{data.Test.Count:N0} to test by");
        if (data.Notice is { } notice)
            yield return ("", notice);
        yield return ("recipe", RecipeText.Of(request.Options.Recipe));
        yield return ("seed", $"{request.Options.Seed}");
        yield return ("folder", run.Folder);
        if (run.ResumedAt is { } step)
            yield return ("resumed", $"at step {step:N0} of {run.Trainer.TotalSteps:N0}");
    }

    /// <summary>What the samples are called.</summary>
    public static string Unit(TrainingRun run) => run.Data.Train.IsPictures ? "images" : "samples";

    // The seconds of an epoch that was interrupted are those since the run continued.
    private static string Speed(TrainingRun run, EpochMetrics metrics)
    {
        var perEpoch = run.Trainer.StepsPerEpoch;
        var timed = run.ResumedAt is { } step && step < metrics.Step ? Math.Min(perEpoch, metrics.Step - step) : perEpoch;
        return metrics.Seconds > 0 ? $"{run.Data.Train.Count * ((double)timed / perEpoch) / metrics.Seconds:N0}" : "";
    }

    private static string HeldOut(DataSplit data) => data.Validation is { } held ? $"{held.Count:N0} kept back, " : "";
}
