using System.Globalization;
using CsCheck;
using TorchBasics.Core.Recipes;
using TorchBasics.Training;
using TorchBasics.Training.Reports;

namespace TorchBasics.Tests.Native.Training.Reports;

public class MetricsCsvTests
{
    [Fact]
    public void The_file_has_a_header_with_units_and_one_line_per_epoch()
    {
        using var folder = new TemporaryFolder();

        var record = Runs.Complete(Runs.Xor(epochs: 3), folder["run"], new MetricsCsv());
        var lines = File.ReadAllLines(folder["run/metrics.csv"]);

        Assert.Equal(
            "epoch,step,learning_rate,train_loss_nats,train_accuracy_share,test_loss_nats,test_accuracy_share,train_time_s",
            lines[0]);
        Assert.Equal(record.Epochs, lines.Skip(1).Select(Parse));
    }

    [Fact]
    public void Only_a_loss_in_nats_says_so()
    {
        var header = MetricsCsv.Compose([], "validation", LossKind.MeanSquaredError);

        Assert.Equal(
            "epoch,step,learning_rate,train_loss,train_accuracy_share,validation_loss,validation_accuracy_share,train_time_s\n",
            header);
    }

    [Fact]
    public void A_run_in_two_sessions_has_each_epoch_once()
    {
        using var folder = new TemporaryFolder();
        Sessions.StopAt(step: 5, Runs.Xor(epochs: 4), folder["run"], new MetricsCsv());

        Sessions.Continue(folder["run"], new MetricsCsv());
        var epochs = File.ReadAllLines(folder["run/metrics.csv"]).Skip(1).Select(line => Parse(line).Epoch);

        Assert.Equal([1, 2, 3, 4], epochs);
    }

    [Fact]
    public void Every_number_reads_back_as_the_same_number() => Gen.Double.Array[6].Sample(values =>
    {
        var epoch = new EpochMetrics(1, 2, values[0], values[1], values[2], values[3], values[4], values[5]);

        var line = MetricsCsv.Compose([epoch], "test", LossKind.CrossEntropy).Split('\n')[1];

        Assert.Equal(epoch, Parse(line));
    });

    private static EpochMetrics Parse(string line)
    {
        var cells = line.Split(',');
        var numbers = cells.Skip(2).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
        var (epoch, step) =
            (int.Parse(cells[0], CultureInfo.InvariantCulture), long.Parse(cells[1], CultureInfo.InvariantCulture));
        return new EpochMetrics(epoch, step, numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }
}
