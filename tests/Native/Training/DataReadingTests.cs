using TorchBasics.Core.Errors;
using TorchBasics.Tests.Native.Training.Data;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training;

public sealed class DataReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void Samples_read_ahead_give_the_same_run(int holdOut)
    {
        var request = Runs.Digits();
        request = request with { Options = request.Options with { HoldOut = holdOut } };
        var expected = Runs.Complete(request, _folder["read by the run"]);

        using var run = TrainingRun.Start(DataReading.Begin(request), _folder["read ahead"]);
        var record = run.Execute(new Runs.Silence());

        Assert.Equal(expected.WeightHash, record.WeightHash);
        Assert.Equal(expected.DataHashes, record.DataHashes);
        Assert.Equal(expected.Request, record.Request);
    }

    [Fact]
    public void What_goes_wrong_is_told_to_the_run_which_leaves_no_folder()
    {
        IdxBytes.WriteSet(_folder["damaged"], damage: (name, bytes) => name == "t10k-labels-idx1-ubyte" ? bytes[..^1] : bytes);
        var request = Runs.Digits() with { Data = _folder["damaged"] };
        var alone = Assert.ThrowsAny<TorchBasicsException>(() => TrainingRun.Start(request, _folder["alone"]));
        var reading = DataReading.Begin(request);

        var error = Assert.ThrowsAny<TorchBasicsException>(() => TrainingRun.Start(reading, _folder["run"]));

        Assert.Equal(alone.Message, error.Message);
        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void Whoever_waits_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var reading = DataReading.Begin(Runs.Digits(samples: 20_000));

        Assert.ThrowsAny<OperationCanceledException>(() => TrainingRun.Start(reading, _folder["run"], stop.Token));

        Assert.False(Directory.Exists(_folder["run"]));
    }
}
