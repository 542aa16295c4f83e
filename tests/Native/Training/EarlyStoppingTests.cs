using TorchBasics.Training;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Training;

public sealed class EarlyStoppingTests
{
    [Theory]
    [InlineData(true, 2.0)]
    [InlineData(true, 2.0, 1.0)]
    [InlineData(false, 1.0, 2.0)]
    [InlineData(false, 1.0, 1.0)]           // the first of equals is kept, which is also the one that patience counts from
    [InlineData(false, 1.0, 2.0, 1.0)]
    [InlineData(true, 3.0, 2.0, 2.5, 1.5)]
    public void The_best_epoch_has_a_smaller_loss_than_all_before(bool expected, params double[] losses) =>
        Assert.Equal(expected, EarlyStopping.IsBest(History(losses)));

    [Theory]
    [InlineData(false, 2)]
    [InlineData(false, 2, 1.0)]
    [InlineData(false, 2, 1.0, 1.0)]
    [InlineData(true, 2, 1.0, 1.0, 1.0)]    // an equal loss is no improvement
    [InlineData(false, 2, 3.0, 4.0, 2.0, 2.5)]
    [InlineData(true, 2, 3.0, 4.0, 2.0, 2.5, 2.2)]
    [InlineData(true, 1, 1.0, 2.0)]
    [InlineData(false, null, 1.0, 2.0, 3.0, 4.0)]
    public void Patience_counts_the_epochs_since_the_best(bool expected, int? patience, params double[] losses) =>
        Assert.Equal(expected, EarlyStopping.IsDue(History(losses), patience));

    private static List<EpochMetrics> History(double[] losses) =>
        [.. losses.Select((loss, index) => new EpochMetrics(index + 1, index + 1, 0.1, loss, 0, loss, 0, 0))];
}
