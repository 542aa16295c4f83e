using TorchBasics.Core;
using TorchBasics.Core.Errors;
using TorchBasics.Training.Data;
using TorchBasics.Training.Losses;
using static TorchSharp.torch;

namespace TorchBasics.Tests.Native.Training.Data;

public sealed class RegressionDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Targets_are_quantities_in_the_order_asked_for_and_the_others_features()
    {
        var split = Load(Rows(10), new DataOptions { Targets = ["c", "a"] });

        Assert.Equal(["c", "a"], split.Train.ClassNames);
        Assert.Equal(["b"], split.Train.FeatureNames);
        Assert.Equal((8, 2), (split.Train.Count, split.Test.Count));
        foreach (var set in new[] { split.Train, split.Test })
            for (var n = 0; n < set.Count; n++)
            {
                var b = set.Sample<float>(n)[0]; // b = 10 a, c = a + 0.5
                Assert.Equal([(b / 10) + 0.5f, b / 10], set.Targets!.Values<float>().Slice(2 * n, 2).ToArray());
            }
    }

    [Fact]
    public void Parts_take_their_targets_with_them()
    {
        var set = Load(Rows(10), new DataOptions { Targets = ["a"] }).Train;

        var (slice, chosen) = (set.Slice(2, 3), set.Select([5, 1, 5]));

        Assert.Equal(set.Targets!.Values<float>().Slice(2, 3).ToArray(), slice.Targets!.Values<float>().ToArray());
        Assert.Equal(
            [set.Targets!.Values<float>()[5], set.Targets!.Values<float>()[1], set.Targets!.Values<float>()[5]],
            chosen.Targets!.Values<float>().ToArray());
        Assert.NotEqual(
            set.Hash,
            Load(Rows(10).Replace("9,90,9.5", "9.25,90,9.5", StringComparison.Ordinal), new() { Targets = ["a"] }).Train.Hash);
    }

    [Fact]
    public void A_network_is_taught_standardised_targets()
    {
        var set = SampleSet.OfTargets(
            "t", NamedArray.Of<float>("x", [4, 1], [1, 2, 3, 4]), NamedArray.Of<float>("y", [4, 2], [1, 5, 3, 5, 5, 5, 7, 5]),
            ["y", "same"]);

        var scale = set.TargetScale()!;
        using var data = new TensorData(set, Normalization.Identity, CPU, scale);

        // mean 4, deviation sqrt((9 + 1 + 1 + 9) / 4) = sqrt(5); a target that never changes has the deviation 1.
        Assert.Equal([4, 5], scale.Means);
        Assert.Equal([Math.Sqrt(5), 1], scale.Deviations);
        Assert.Equal([4L, 2], data.Labels.shape);
        Assert.Equal(
            new[] { -3.0, -1, 1, 3 }.SelectMany(value => new[] { (float)(value / Math.Sqrt(5)), 0 }),
            data.Labels.data<float>().ToArray());
    }

    [Fact]
    public void The_squared_error_is_the_mean_over_samples_and_targets()
    {
        using var scope = NewDisposeScope();
        var loss = new MeanSquaredErrorLoss(2);

        var mean = loss.Of(tensor(new float[,] { { 1, 2 }, { 3, 4 } }), tensor(new float[,] { { 1, 0 }, { 0, 4 } }));
        var single = new MeanSquaredErrorLoss(1).Of(tensor(new float[,] { { 1 }, { 3 } }), tensor(new float[,] { { 2 }, { 5 } }));

        Assert.Equal((4 + 9) / 4f, mean.item<float>());
        Assert.Equal((1 + 4) / 2f, single.item<float>());
    }

    [Fact]
    public void Targets_of_another_shape_or_with_another_loss_are_refused()
    {
        using var scope = NewDisposeScope();
        var outputs = zeros(2, 2);

        Assert.Equal(
            "The loss got targets [2, 1] for outputs [2, 2]; both need the same shape.",
            Assert.Throws<ShapeException>(() => new MeanSquaredErrorLoss(2).Of(outputs, zeros(2, 1))).Message);
        Assert.Equal(
            "Quantities are learnt with the mean squared error and no label smoothing; "
            + "got CrossEntropyLoss with a smoothing of 0.",
            Assert.Throws<TorchBasicsException>(() => new CrossEntropyLoss(2).Of(outputs, zeros(2, 2))).Message);
    }

    [Theory]
    [InlineData(
        "a,b,c\n1,2,3\n4,5,\n", "line 3: the target in column 3 ('c') is empty; --missing drop-row leaves such rows out.")]
    [InlineData("a,b,c\n1,2,3\n4,5,x\n", "line 3: column 3 ('c') holds 'x'; expected a number")]
    public void A_target_that_is_no_number_is_refused(string text, string reason)
    {
        var error = Assert.Throws<MalformedFileException>(() => Load(text, new DataOptions { Targets = ["c"] }));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_do_not_go_together_are_refused()
    {
        AssertUsage(
            new() { Targets = ["c"], LabelColumn = "a" },
            "--targets and --label-column a do not go together: a file is learnt by its quantities or by a class.");
        AssertUsage(new() { Targets = ["c", "c"] }, "The column 'c' is twice among the targets.");
        AssertUsage(new() { Targets = [""] }, "One of the targets has no name.");
        AssertUsage(new() { Targets = ["C"] }, $"{_folder["table.csv"]} has no column 'C'; its columns are a, b, c.");
        AssertUsage(
            new() { Targets = ["c"], Categorical = ["c"] },
            $"The column 'c' of {_folder["table.csv"]} is a target; --categorical is for the other columns.");
    }

    [Fact]
    public void Columns_that_are_all_targets_leave_nothing_to_learn_from()
    {
        var error = Assert.Throws<TorchBasicsException>(() => Load(Rows(5), new DataOptions { Targets = ["a", "b", "c"] }));

        Assert.Equal(
            $"Every column of {_folder["table.csv"]} is a target; at least one feature is needed to tell them from.",
            error.Message);
    }

    private void AssertUsage(DataOptions options, string message)
    {
        var error = Assert.Throws<TorchBasicsException>(() => Load(Rows(5), options));

        Assert.Equal(ErrorKind.Usage, error.Kind);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static string Rows(int count) =>
        "a,b,c\n" + string.Concat(
            Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{i},{10 * i},{i + 0.5}\n")));

    private DataSplit Load(string text, DataOptions options)
    {
        File.WriteAllText(_folder["table.csv"], text);
        return DataCatalog.Load(_folder["table.csv"], options);
    }
}
