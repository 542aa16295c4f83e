using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Published;
using TorchBasics.Tests.Native.Training.Data;
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
            before: null, new Steps(steps), done => told.Add(done.Seeds[^1].Seed), TestContext.Current.CancellationToken);

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
        var expected = WeightHash.Of(Trained(Row, seed: 2).Weights);

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
    public void Each_seed_of_a_committee_trains_members_of_its_own_and_averages_what_they_say()
    {
        var (steps, told) = (new List<long>(), new List<ulong>());
        var row = Row with { Committee = new(Members: 2) };

        var result = new Reproduction(row, new()).Run(
            before: null, new Steps(steps), done => told.Add(done.Seeds[^1].Seed), TestContext.Current.CancellationToken);

        Assert.Equal([1, 3, 5], told);
        Assert.Equal(Enumerable.Range(1, 3 * 2 * Epochs).Select(step => (long)step), steps);
        var (first, second) = (Trained(row, seed: 1), Trained(row, seed: 2));
        var committee = Committee.Combine([("first", first), ("second", second)], CommitteeMean.Probabilities);
        Assert.Equal(WeightHash.Of(committee.Weights), result.Seeds[0].WeightHash);
        Assert.All(result.Seeds, seed => Assert.Equal([0, 0], seed.Members!));
    }

    [Fact]
    public void The_members_of_a_boosted_committee_are_unlike_those_that_learn_alone()
    {
        using var folder = new TemporaryFolder();
        var row = Row with
        {
            Network = new Architecture("pictures", [1, 2, 2], new Flatten(), new Linear("fc", 4, 10)),
            Recipe = Row.Recipe with { Data = Halves(folder.Path), Augmentation = new() { Shift = 1 } },
            Committee = new(Members: 3, IsBoosted: true),
        };

        var (boosted, alone) = (RunRow(row), RunRow(row with { Committee = new(Members: 3) }));

        Assert.All(boosted.Seeds, seed => Assert.Equal(3, seed.Members!.Count));
        Assert.Equal(boosted.Seeds[0].WeightHash, RunRow(row).Seeds[0].WeightHash);
        Assert.NotEqual(alone.Seeds[0].WeightHash, boosted.Seeds[0].WeightHash);
        Assert.Equal(alone.Seeds[0].Members![0], boosted.Seeds[0].Members![0]);
    }

    [Fact]
    public void Seeds_that_an_interrupted_run_has_done_are_not_run_again_and_the_result_is_the_same()
    {
        var (steps, told, interrupted) = (new List<long>(), new List<ulong>(), Interrupted(new(), after: 2));

        var result = new Reproduction(Row, new()).Run(
            interrupted, new Steps(steps), done => told.Add(done.Seeds[^1].Seed), TestContext.Current.CancellationToken);

        Assert.Equal([3], told);
        Assert.Equal(Enumerable.Range((2 * Epochs) + 1, Epochs).Select(step => (long)step), steps);
        Assert.Equal(interrupted.Seeds, result.Seeds.Take(2));
        Assert.Equal(Run(new()).Seeds.Select(seed => seed.WeightHash), result.Seeds.Select(seed => seed.WeightHash));
    }

    [Fact]
    public void What_is_done_survives_a_file()
    {
        var done = Interrupted(new(), after: 2);
        File.WriteAllText(_folder["line.seeds.json"], ReproductionFile.Text(done));

        var read = ReproductionFile.ReadProgress(_folder["line.seeds.json"]);

        Assert.Equal(ReproductionFile.Text(done), ReproductionFile.Text(read));
        Assert.Equal(3, new Reproduction(Row, new()).Run(read, null, _ => { }, default).Seeds.Count);
    }

    public static TheoryData<string, Func<PublishedRow, PublishedRow>, Func<RowProgress, RowProgress>> Others => new()
    {
        { "with another network, recipe, device or number of threads", row => row with { Name = "other" }, Same },
        {
            "with another network, recipe, device or number of threads",
            row => row with { Recipe = row.Recipe with { Milestones = [1, 2] } },
            Same
        },
        {
            "with another network, recipe, device or number of threads",
            row => row with { Network = new Architecture("line", [2], new Linear("fc", 2, 2), new Relu()) },
            Same
        },
        { "with another network, recipe, device or number of threads", row => row with { Committee = new(Members: 2) }, Same },
        { "on another processor (abacus)", row => row, done => done with { Machine = "abacus" } },
        { "on other data", row => row, done => done with { TestSet = "0" } },
        { "on other data", row => row, done => done with { TrainingSet = "0" } },
        { "on abacus, not cpu", row => row, done => done with { Hardware = "abacus" } },
        {
            "with torchbasics 0.0.1, not ",
            row => row,
            done => done with
            {
                Versions = done.Versions.ToDictionary(
                    pair => pair.Key, pair => pair.Key == "torchbasics" ? "0.0.1" : pair.Value),
            }
        },
        { "with other seeds", row => row, done => done with { Seeds = [.. done.Seeds.Reverse()] } },
        { "with 0 seeds, not 3", row => row, done => done with { Seeds = [] } },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Seeds_of_another_run_are_refused(
        string how, Func<PublishedRow, PublishedRow> row, Func<RowProgress, RowProgress> done)
    {
        var before = done(Interrupted(new(), after: 2));

        var error = Assert.Throws<TorchBasicsException>(
            () => new Reproduction(row(Row), new()).Run(before, null, _ => { }, TestContext.Current.CancellationToken));

        Assert.Equal(ErrorKind.Data, error.Kind);
        Assert.Contains($"are to be gone on with were run {how}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_of_the_same_work_is_taken_again_with_the_verdict_of_today()
    {
        var earlier = Run(new()) with { Date = new(2026, 11, 1), Verdict = Verdict.Worse };

        var again = new Reproduction(Row, new()).Reuse(earlier, TestContext.Current.CancellationToken)!;

        Assert.Equal(ReproductionFile.Text(earlier with { Verdict = Verdict.Inside }), ReproductionFile.Text(again));
    }

    public static TheoryData<Func<PublishedRow, PublishedRow>, Func<RowResult, RowResult>> OtherResults => new()
    {
        { row => row with { Recipe = row.Recipe with { LearningRate = 0.25 } }, Same },
        { row => row with { Seeds = 4 }, Same },
        { row => row, result => result with { Work = null } },
        { row => row, result => result with { TrainingSet = null } },
        { row => row, result => result with { TestSet = null } },
        { row => row, result => result with { TrainingSet = result.TestSet } },
        { row => row, result => result with { TestSet = result.TrainingSet } },
        { row => row, result => result with { Machine = "abacus" } },
        { row => row, result => result with { Seeds = [.. result.Seeds.Reverse()] } },
    };

    [Theory]
    [MemberData(nameof(OtherResults), DisableDiscoveryEnumeration = true)]
    public void A_result_of_another_work_is_not_taken(
        Func<PublishedRow, PublishedRow> row, Func<RowResult, RowResult> earlier)
    {
        var result = earlier(Run(new()));

        Assert.Null(new Reproduction(row(Row), new()).Reuse(result, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Who_ends_it_gets_no_result()
    {
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(
            () => new Reproduction(Row, new()).Run(before: null, epochs: null, _ => stop.Cancel(), stop.Token));
    }

    // Pictures of 2 x 2 pixels, bright on the left or on the right, which a shift can move to the other side.
    private static string Halves(string folder)
    {
        for (var set = 0; set < 2; set++)
        {
            File.WriteAllBytes(
                Path.Combine(folder, IdxBytes.Names[2 * set]),
                IdxBytes.Of([60, 2, 2], [.. Enumerable.Range(0, 240).Select(k => (byte)((k + (k / 4)) % 2 * (200 - (k % 50))))]));
            File.WriteAllBytes(
                Path.Combine(folder, IdxBytes.Names[(2 * set) + 1]),
                IdxBytes.Of([60], [.. Enumerable.Range(0, 60).Select(k => (byte)(k % 2))]));
        }

        return folder;
    }

    private static Model Trained(PublishedRow row, ulong seed)
    {
        var request = RunRequest.Usual(row.Network.Name, row.Recipe);
        request = request with { Options = request.Options with { Seed = seed } };
        var model = new Model(row.Network, WeightInitializer.Draw(row.Network, seed))
        {
            Normalization = Normalization.FromRange(row.Recipe.Pixels!.Value),
        };
        using var run = TrainingRun.StartUnstored(request, model, TestContext.Current.CancellationToken);
        run.Execute(new Training.Runs.Silence());
        return run.ToModel();
    }

    private static RowResult RunRow(PublishedRow row) =>
        new Reproduction(row, new()).Run(before: null, epochs: null, _ => { }, TestContext.Current.CancellationToken);

    private static T Same<T>(T done) => done;

    private RowProgress Interrupted(ReproductionOptions options, int after)
    {
        using var stop = new CancellationTokenSource();
        RowProgress? last = null;
        Assert.Throws<OperationCanceledException>(() => new Reproduction(Row, options).Run(
            before: null,
            epochs: null,
            done =>
            {
                last = done;
                if (done.Seeds.Count == after)
                    stop.Cancel();
            },
            stop.Token));
        return last!;
    }

    private RowResult Run(ReproductionOptions options) =>
        new Reproduction(Row, options).Run(before: null, epochs: null, _ => { }, TestContext.Current.CancellationToken);

    private sealed class Steps(List<long> told) : IProgress<long>
    {
        public void Report(long value) => told.Add(value);
    }
}
