using System.Globalization;
using System.Text;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Recipes;
using TorchBasics.Training.Runs;

namespace TorchBasics.Training.Reports;

/// <summary>
/// Writes metrics.csv into the folder of a run: one row per completed epoch, for spreadsheets and plotting programs.
/// </summary>
/// <remarks>
/// The file is written anew after each epoch, whole or not at all, so that a run that was continued has each epoch once.
/// Numbers have a decimal point and as many digits as it takes to read the same number back.
/// </remarks>
public sealed class MetricsCsv : ITrainingObserver
{
    /// <summary>Name of the file in the folder of the run.</summary>
    public const string FileName = "metrics.csv";

    /// <inheritdoc/>
    /// <exception cref="TorchBasicsException">The file could not be written.</exception>
    public void OnEpoch(TrainingRun run, EpochMetrics metrics) =>
        run.Write(FileName, Compose(run.History, run.WatchedSet, run.Request.Options.Recipe.Loss));

    /// <summary>The content of the file.</summary>
    /// <param name="epochs">The completed epochs, in order.</param>
    /// <param name="watchedSet">"validation" or "test": what Loss and Accuracy of an epoch were measured on.</param>
    /// <param name="loss">The learning target; decides the unit of the loss.</param>
    /// <returns>
    /// A header and one line per epoch. Accuracies are shares in [0, 1]; times are in seconds. A regression has its root mean
    /// squared error and R squared in place of accuracies.
    /// </returns>
    public static string Compose(IReadOnlyList<EpochMetrics> epochs, string watchedSet, LossKind loss)
    {
        if (epochs.Any(epoch => epoch.Rmse is not null))
            return ComposeRegression(epochs, watchedSet);
        var lossName = loss == LossKind.CrossEntropy ? "loss_nats" : "loss";
        var text = new StringBuilder();
        text.Append("epoch,step,learning_rate,train_").Append(lossName).Append(",train_accuracy_share,")
            .Append(watchedSet)
            .Append('_').Append(lossName).Append(',').Append(watchedSet).Append("_accuracy_share,train_time_s\n");
        foreach (var epoch in epochs)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.Step},{epoch.LearningRate:R},{epoch.TrainLoss:R},{epoch.TrainAccuracy:R},");
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Loss:R},{epoch.Accuracy:R},{epoch.Seconds:R}\n");
        }

        return text.ToString();
    }

    private static string ComposeRegression(IReadOnlyList<EpochMetrics> epochs, string watchedSet)
    {
        var text = new StringBuilder("epoch,step,learning_rate,train_loss,").Append(
            CultureInfo.InvariantCulture, $"{watchedSet}_loss,{watchedSet}_rmse,{watchedSet}_r2,train_time_s\n");
        foreach (var epoch in epochs)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Step},{epoch.LearningRate:R},{epoch.TrainLoss:R},");
            text.Append(
                CultureInfo.InvariantCulture, $"{epoch.Loss:R},{epoch.Rmse:R},{epoch.RSquared:R},{epoch.Seconds:R}\n");
        }

        return text.ToString();
    }
}
