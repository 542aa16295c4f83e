using Tensorboard;
using TorchBasics.Training.Reports;
using TorchSharp;

namespace TorchBasics.Tests.Native.Training.Reports;

public class TensorBoardLogTests
{
    [Fact]
    public void The_check_sum_of_the_reader_is_CRC_32C() =>
        Assert.Equal(0xE3069283, EventRecords.Crc32C("123456789"u8)); // the check value of the CRC catalogue, CRC-32/ISCSI

    [Fact]
    public void The_reader_reads_what_TorchSharp_writes()
    {
        using var folder = new TemporaryFolder();

        torch.utils.tensorboard.SummaryWriter(folder.Path).add_scalar("loss", 0.25f, 3);
        var events = EventRecords.Read(Directory.GetFiles(folder.Path).Single());

        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal(3, events[1].Step);
        Assert.Equal(new Dictionary<string, float> { ["loss"] = 0.25f }, Scalars(events[1]));
    }

    [Fact]
    public void The_events_file_holds_the_metrics_of_every_epoch()
    {
        using var folder = new TemporaryFolder();

        var record = Runs.Complete(Runs.Xor(epochs: 3), folder["run"], new TensorBoardLog());
        var events = EventRecords.Read(EventFiles(folder["run"]).Single());

        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal([1, 2, 3], events.Skip(1).Select(epoch => epoch.Step));
        foreach (var (written, epoch) in events.Skip(1).Zip(record.Epochs))
        {
            Assert.Equal(
                new Dictionary<string, float>
                {
                    ["loss/train"] = (float)epoch.TrainLoss,
                    ["loss/test"] = (float)epoch.Loss,
                    ["accuracy/train"] = (float)epoch.TrainAccuracy,
                    ["accuracy/test"] = (float)epoch.Accuracy,
                    ["learning_rate"] = (float)epoch.LearningRate,
                },
                Scalars(written));
        }
    }

    [Fact]
    public void Times_are_seconds_since_1970()
    {
        using var folder = new TemporaryFolder();
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

        Runs.Complete(Runs.Xor(epochs: 2), folder["run"], new TensorBoardLog());
        var times = EventRecords.Read(EventFiles(folder["run"]).Single()).Select(written => written.WallTime).ToList();

        Assert.All(times, time => Assert.InRange(time, before, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0 + 1));
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public void A_continued_run_gets_a_second_file_that_starts_after_the_last_epoch()
    {
        using var folder = new TemporaryFolder();
        Sessions.StopAt(step: 5, Runs.Xor(epochs: 4), folder["run"], new TensorBoardLog());

        Sessions.Continue(folder["run"], new TensorBoardLog());
        var steps = EventFiles(folder["run"]).Select(file => EventRecords.Read(file).Skip(1).Select(written => written.Step));

        Assert.Equal([[1, 2], [3, 4]], steps);
    }

    private static List<string> EventFiles(string folder) =>
        [.. Directory.GetFiles(folder, "events.out.tfevents.*").Order(StringComparer.Ordinal)];

    private static Dictionary<string, float> Scalars(Event written) =>
        written.Summary.Value.ToDictionary(value => value.Tag, value => value.SimpleValue);
}
