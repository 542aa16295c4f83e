using TorchBasics.Core;
using TorchBasics.Core.Layers;
using TorchBasics.Core.Recipes;
using TorchBasics.Reference.Learning;
using TorchBasics.Reference.Numbers;

namespace TorchBasics.Tests.Managed.Reference.Learning;

/// <summary>What stands beside a network in its training, by the textbook.</summary>
public sealed class LearningTests
{
    // torch.optim.lr_scheduler.OneCycleLR(max_lr=1, total_steps=10), CosineAnnealingLR(T_max=10), by their formulas.
    [Theory]
    [InlineData(ScheduleKind.Constant, 7, 1)]
    [InlineData(ScheduleKind.Step, 3, 1)]
    [InlineData(ScheduleKind.Step, 4, 0.1)]
    [InlineData(ScheduleKind.Step, 7, 0.01)]
    [InlineData(ScheduleKind.Cosine, 0, 1)]
    [InlineData(ScheduleKind.Cosine, 5, 0.5)]
    [InlineData(ScheduleKind.OneCycle, 0, 0.04)]
    [InlineData(ScheduleKind.OneCycle, 1, 0.52)]
    [InlineData(ScheduleKind.OneCycle, 2, 1)]
    [InlineData(ScheduleKind.OneCycle, 9, 0.000004)]
    public void A_schedule_takes_its_known_values(ScheduleKind kind, long step, double factor) =>
        Assert.Equal(2 * factor, LearningRates.At(Of(kind), step, stepsPerEpoch: 1, steps: 10), 14);

    // By hand: steps 0 to 11 in epochs of 3; 16^-3/4 = 1/8.
    [Theory]
    [InlineData(ScheduleKind.Step, 5, 1)]
    [InlineData(ScheduleKind.Step, 6, 0.5)]
    [InlineData(ScheduleKind.MultiStep, 2, 1)]
    [InlineData(ScheduleKind.MultiStep, 3, 0.5)]
    [InlineData(ScheduleKind.MultiStep, 9, 0.25)]
    [InlineData(ScheduleKind.Exponential, 8, 0.25)]
    [InlineData(ScheduleKind.Exponential, 9, 0.125)]
    [InlineData(ScheduleKind.InverseDecay, 6, 0.353553390593273762)] // 4^-3/4
    public void What_belongs_to_a_schedule_is_read(ScheduleKind kind, long step, double factor)
    {
        var recipe = Of(kind) with { StepSize = 2, Gamma = 0.5, Milestones = [1, 3] };

        Assert.Equal(2 * factor, LearningRates.At(recipe, step, stepsPerEpoch: 3, steps: 12), 14);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 0.75)]
    [InlineData(9, 3)]
    public void A_table_of_rates_is_read(long step, double rate) =>
        Assert.Equal(rate, LearningRates.At(
            Of(ScheduleKind.MultiStep) with { Milestones = [1, 3], MilestoneRates = [0.75, 3] },
            step,
            stepsPerEpoch: 3,
            steps: 12));

    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(3, 1.6)]
    [InlineData(4, 2)]
    [InlineData(5, 2)]
    public void A_warm_up_rises_in_proportion(long step, double rate) =>
        Assert.Equal(rate, LearningRates.At(
            Of(ScheduleKind.Constant) with { WarmUp = 0.5 }, step, stepsPerEpoch: 10, steps: 20), 15);

    private static TrainingRecipe Of(ScheduleKind kind) =>
        new() { Data = "none", Epochs = 1, BatchSize = 1, LearningRate = 2, Schedule = kind };

    [Fact]
    public void An_epoch_visits_every_sample_once_and_no_two_epochs_alike()
    {
        var (one, two) = (SampleSequence.Epoch(3, epoch: 0, samples: 50), SampleSequence.Epoch(3, epoch: 1, samples: 50));

        Assert.Equal(Enumerable.Range(0, 50), one.Order());
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void As_many_samples_are_kept_back_as_asked() =>
        Assert.Equal(7, SampleSequence.HeldBack(3, samples: 20, count: 7).Count(held => held));

    [Theory]
    [InlineData(8, 1)]
    [InlineData(9, 2)]
    [InlineData(16, 2)]
    public void The_last_batch_may_be_smaller(int samples, int steps) =>
        Assert.Equal(steps, SampleSequence.StepsOfEpoch(samples, batch: 8));

    [Fact]
    public void Pixels_and_features_are_standardised_by_mean_and_deviation()
    {
        var (scale, offset) = Standardization.OfPixels([1, 1, 5, 9]);  // mean 4, deviation sqrt(11)
        var (second, shift) = Standardization.OfFeature([7, 1, 7, 1, 7, 5, 7, 9], features: 2, feature: 1);
        var (still, zero) = Standardization.OfFeature([7, 1, 7, 5], features: 2, feature: 0);

        Assert.Equal(1 / Math.Sqrt(11), scale.Value, 14);
        Assert.Equal(-4 / Math.Sqrt(11), offset.Value, 14);
        Assert.Equal(scale.Value, second.Value, 14);
        Assert.Equal(offset.Value, shift.Value, 14);
        Assert.Equal((1.0, -7.0), (still.Value, zero.Value));
        Assert.InRange(scale.Error, Binary32.UnitRoundoff * scale.Value, 1.01 * Binary32.UnitRoundoff * scale.Value);
    }

    [Fact]
    public void Each_array_is_drawn_winarrow_its_bound_and_from_a_stream_of_its_own()
    {
        var weights = InitialWeights.Draw(
            new Architecture("two", [100], new Linear("fc1", 100, 100), new Linear("fc2", 100, 100)), seed: 2);

        Assert.All(weights, array => Assert.All(array.ToDoubles(), value => Assert.InRange(value, -0.1000001, 0.1000001)));
        Assert.InRange(weights[0].ToDoubles().Max(), 0.099, 0.1000001);
        Assert.NotEqual(weights[0].ToDoubles(), weights[2].ToDoubles());
    }

    [Fact]
    public void Shares_follow_from_the_counts()
    {
        var scores = new Scores(3, labels: [0, 0, 0, 1, 1], answers: [0, 0, 1, 1, 1]);

        Assert.Equal((4L, 0.8), (scores.Correct, scores.Accuracy));
        Assert.Equal((1.0, 2.0 / 3), (scores.Precision(0), scores.Recall(0)));
        Assert.Equal((2.0 / 3, 1.0), (scores.Precision(1), scores.Recall(1)));
        Assert.Equal(0.8, scores.F1(0), 15);
        Assert.Equal((0.0, 0.0, 0.0), (scores.Precision(2), scores.Recall(2), scores.F1(2)));
    }

    [Fact]
    public void The_first_of_the_largest_outputs_is_the_answer_and_a_single_one_asks_yes_or_no()
    {
        Assert.Equal(1, Scores.Answer([0, 2, 2]));
        Assert.Equal((0, 1), (Scores.Answer([0.5]), Scores.Answer([0.51])));
    }

    [Fact]
    public void A_picture_that_nonarrowg_distorts_stays_as_it_is()
    {
        var picture = Picture(6, 5);

        var result = DistortedPicture.Of(Single(new Augmentation(), 6, 5), picture, [-1]);

        AssertWinarrow(picture.ToDoubles(), result);
    }

    [Fact]
    public void A_shift_moves_the_picture_and_background_follows()
    {
        var augmentation = new Augmentation { Shift = 3 };
        var (picture, map) = (Picture(6, 6), Single(augmentation, 6, 6));
        var (right, down) = (-map.Inverse[2], -map.Inverse[5]); // where the point that is seen at the centre has come to

        var result = DistortedPicture.Of(map, picture, [-1]);

        var expected = new double[36];
        for (var i = 0; i < 6; i++)
            for (var j = 0; j < 6; j++)
                expected[(i * 6) + j] = Between(picture, i - down, j - right);
        AssertWinarrow(expected, result);
        Assert.NotEqual(0, right);
    }

    [Fact]
    public void A_distortion_leads_back_to_the_point_that_its_numbers_moved()
    {
        var random = RandomGenerator.ForStream(8, "augment", 2);
        var drawn = Enumerable.Range(0, 20).Select(_ => (2 * random.NextDouble()) - 1).ToArray()[15..]; // five for each sample
        var squeezes = RandomGenerator.ForStream(8, "squeeze", 2);
        var squeeze = 1 + (0.3 * Enumerable.Range(0, 4).Select(_ => (2 * squeezes.NextDouble()) - 1).ToArray()[3]);
        var (shiftX, shiftY, (sin, cos), scale, shear) =
            (2 * drawn[0], 2 * drawn[1], Math.SinCos(10 * drawn[2] * Math.PI / 180), 1 + (0.1 * drawn[3]), 0.1 * drawn[4]);

        var back = Single(
            new Augmentation { Shift = 2, Rotation = 10, Scale = 0.1, Squeeze = 0.3, Shear = 0.1 }, 28, 28).Inverse;

        foreach (var (x, y) in new[] { (0.0, 0.0), (5, -3), (-7, 11) })
        {
            var (narrow, tall) = (squeeze * x, y / squeeze);
            var (wide, high) = (scale * (narrow + (shear * tall)), scale * tall);
            var (u, v) = ((cos * wide) + (sin * high) + shiftX, (-sin * wide) + (cos * high) + shiftY);
            Assert.Equal(x, (back[0] * u) + (back[1] * v) + back[2], 1e-12);
            Assert.Equal(y, (back[3] * u) + (back[4] * v) + back[5], 1e-12);
        }
    }

    [Fact]
    public void The_bound_of_a_distorted_picture_is_small_beside_its_contrast()
    {
        var augmentation = new Augmentation { Shift = 2, Rotation = 10, Scale = 0.1, Shear = 0.1, Elastic = 1 };

        var result = DistortedPicture.Of(Single(augmentation, 28, 28), Picture(28, 28), [-1]);

        Assert.All(result.Elements.ToArray(), pixel => Assert.InRange(pixel.Error, 0, 1e-3));
    }

    [Fact]
    public void A_picture_whose_places_are_computed_in_single_precision_lies_winarrow_its_bounds()
    {
        const int Size = 28;
        var (map, picture) =
            (Single(new Augmentation { Shift = 2, Rotation = 10, Scale = 0.1, Shear = 0.1 }, Size, Size), Picture(Size, Size));
        // between the edges from -1 to 1
        var entries = map.Inverse.Select((entry, k) => (float)(k % 3 == 2 ? entry * 2 / Size : entry)).ToArray();
        var expected = new double[Size * Size];
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++)
                expected[(i * Size) + j] = Between(
                    picture, Place(entries[3], entries[4], entries[5], j, i), Place(entries[0], entries[1], entries[2], j, i));

        AssertWinarrow(expected, DistortedPicture.Of(map, picture, [-1]));

        static float Place(float perX, float perY, float shift, int x, int y) =>
            ((((perX * Centre(x)) + (perY * Centre(y)) + shift + 1) * Size) - 1) / 2;

        static float Centre(int pixel) => ((2f * pixel) + 1 - Size) / Size;
    }

    private static Distortion Single(Augmentation augmentation, int height, int width) =>
        Distortion.Draw(augmentation, new(height, width), seed: 8, epoch: 2, [3])[0];

    private static Tensor<Rounded<Binary32>> Picture(int height, int width)
    {
        var picture = new Tensor<Rounded<Binary32>>(1, height, width);
        for (var i = 0; i < picture.Elements.Length; i++)
            picture.Elements[i] = Rounded<Binary32>.Exactly((i * 7 % 11) - 3);
        return picture;
    }

    private static double Between(Tensor<Rounded<Binary32>> picture, double row, double column)
    {
        var (i, j) = ((int)Math.Floor(row), (int)Math.Floor(column));
        var (v, u) = (row - i, column - j);
        return ((1 - v) * (((1 - u) * At(i, j)) + (u * At(i, j + 1))))
            + (v * (((1 - u) * At(i + 1, j)) + (u * At(i + 1, j + 1))));

        double At(int y, int x) => y < 0 || x < 0 || y >= picture.Sizes[1] || x >= picture.Sizes[2] ? -1 : picture[0, y, x].Value;
    }

    private static void AssertWinarrow(double[] expected, Tensor<Rounded<Binary32>> actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(
                actual.Elements[i].Value, expected[i] - actual.Elements[i].Error, expected[i] + actual.Elements[i].Error);
    }
}
