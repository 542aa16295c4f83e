using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Published;
using TorchBasics.Training.Records;
using TorchBasics.Training.Runs;

namespace TorchBasics.Tests.Native.Published;

/// <summary>Running a row: on points that a line separates, so that the outcome is known.</summary>
public sealed class ReproductionTests : IDisposable
{
    private const int Epochs = 6;

    private readonly TemporaryFolder _folder = new();

    // Bytes, as of pixels, so that the range of the recipe fits.
    public ReproductionTests() => File.WriteAllLines(
        _folder["points.csv"],
        [
            "x,y,label",
            .. Enumerable.Range(0, 200).Select(row => row % 2 == 0
                ? $"{row % 90},{row % 70},0"
                : $"{255 - (row % 90)},{255 - (row % 70)},1"),
        ]);

    private PublishedRow Row => new()
    {
        Name = "somebody-2000/line",
        Result = "A line",
        Source = "A paper",
        IsChecked = true,
        Error = 0,
        HighestError = 0,
        Digit = 0.1,
        Network = new Architecture("line", [2], new Linear("fc", 2, 2)),
        Recipe = new TrainingRecipe
        {
            Data = _folder["points.csv"],
            Epochs = Epochs,
            BatchSize = 10,
            LearningRate = 0.5,
            Schedule = ScheduleKind.Constant,
            Pixels = new PixelRange(-1, 1),
        },
        Seeds = 3,
        Deviations = [],
        Quick = new(Epochs: 1, Seeds: 2, LargestError: 50),
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_seed_trains_a_network_of_its_own_and_the_verdict_is_over_all()
    {
        var (steps, told) = (new List<long>(), new List<ulong>());

        var result = new Reproduction(Row, new()).Run(
            new Steps(steps), seed => told.Add(seed.Seed), TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], told);
        Assert.Equal(Enumerable.Range(1, 3 * Epochs).Select(step => (long)step), steps);
        Assert.Equal((Verdict.Inside, 0.0, 0.0), (result.Verdict, result.Mean, result.HalfWidth));
        Assert.All(result.Seeds, seed => Assert.Equal(Epochs, seed.Epochs.Count));
        Assert.Equal(3, result.Seeds.Select(seed => seed.WeightHash).Distinct().Count());
    }

    [Fact]
    public void The_same_seeds_give_the_same_weights()
    {
        var (first, second) = (Run(new()), Run(new() { Seeds = 2 }));

        Assert.Equal(second.Seeds.Select(seed => seed.WeightHash), first.Seeds.Take(2).Select(seed => seed.WeightHash));
    }

    // What "train" would do with the same recipe and seed.
    [Fact]
    public void A_seed_decides_the_first_weights_and_the_order_of_the_samples()
    {
        var row = Row;
        var request = RunRequest.Usual("line", row.Recipe);
        request = request with { Options = request.Options with { Seed = 2 } };
        var model = new Model(row.Network, WeightInitializer.Draw(row.Network, 2))
        {
            Normalization = Normalization.FromRange(row.Recipe.Pixels!.Value),
        };
        using var run = TrainingRun.StartUnstored(request, model, TestContext.Current.CancellationToken);

        var expected = run.Execute(new Training.Runs.Silence()).WeightHash;

        Assert.Equal(expected, Run(new()).Seeds[1].WeightHash);
    }

    [Fact]
    public void A_quick_run_is_shortened_and_has_no_verdict()
    {
        var result = Run(new() { IsQuick = true });

        Assert.Equal((Verdict.Shortened, 2), (result.Verdict, result.Seeds.Count));
        Assert.All(result.Seeds, seed => Assert.Single(seed.Epochs));
    }

    [Theory]
    [InlineData(1), InlineData(32)]
    public void Too_few_and_too_many_seeds_are_refused(int seeds) => Assert.Equal(
        $"The number of seeds is {seeds}; expected from 2 to 31.",
        Assert.Throws<TorchBasicsException>(() => new Reproduction(Row, new() { Seeds = seeds })).Message);

    [Fact]
    public void A_row_without_a_quick_form_says_which_have_one() => Assert.StartsWith(
        "somebody-2000/line has no quick form; these have one: lecun-1998/linear, ",
        Assert.Throws<TorchBasicsException>(() => new Reproduction(Row with { Quick = null }, new() { IsQuick = true })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Who_ends_it_gets_no_result()
    {
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(
            () => new Reproduction(Row, new()).Run(epochs: null, _ => stop.Cancel(), stop.Token));
    }

    private RowResult Run(ReproductionOptions options) =>
        new Reproduction(Row, options).Run(epochs: null, _ => { }, TestContext.Current.CancellationToken);

    private sealed class Steps(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }
}
